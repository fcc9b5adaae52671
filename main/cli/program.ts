/** All commands, put together. */
import { Command, CommanderError } from 'commander';
import { SluiceError } from '#core/errors.ts';
import { addAnnotationCommands } from './commands/annotations.ts';
import { addAssignments } from './commands/assignments.ts';
import { addBackup } from './commands/backup.ts';
import { addCommands } from './commands/commands.ts';
import { addCycles } from './commands/cycles.ts';
import { addDatasets } from './commands/datasets.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEvents } from './commands/events.ts';
import { addExecutions } from './commands/executions.ts';
import { addExplain } from './commands/explain.ts';
import { addFunctions } from './commands/functions.ts';
import { addGc } from './commands/gc.ts';
import { addItems } from './commands/items.ts';
import { addOntologies } from './commands/ontologies.ts';
import { addOpen } from './commands/open.ts';
import { addPacks } from './commands/packs.ts';
import { addPipelines } from './commands/pipelines.ts';
import { addProjects } from './commands/projects.ts';
import { addRecipes } from './commands/recipes.ts';
import { addRestore } from './commands/restore.ts';
import { addRun } from './commands/run.ts';
import { addServe } from './commands/serve.ts';
import { addSimulate } from './commands/simulate.ts';
import { addSync } from './commands/sync.ts';
import { addTasks } from './commands/tasks.ts';
import { addToken } from './commands/token.ts';
import { addUsers } from './commands/users.ts';
import { addVerify } from './commands/verify.ts';
import { EXIT, EXIT_HELP, type ExitCode } from './exit-codes.ts';
import { createOutput } from './output.ts';
import { findInstallation } from './places.ts';
import { perform, type Runner } from './session.ts';

/** Runs the command in the arguments and gives the exit code. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  // Whoever reads the output may stop early ("| head"): that ends the command, without a stack.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  let exitCode: ExitCode = EXIT.ok;
  const run: Runner = async (options, work) => {
    exitCode = await perform(options.json === true, work);
  };
  const program = createProgram(run);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.ok;
    // Help that was shown because no command was named has been printed already.
    if (error.code !== 'commander.help') {
      createOutput(argv.includes('--json')).fail(new SluiceError('invalid-input', usageMessage(error)));
    }
    return EXIT.usage;
  }
}

/** Commander's message as one sentence of ours. */
function usageMessage(error: CommanderError): string {
  const text = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`.replace(/[^.)?]$/, '$&.');
}

/** All commands; `run` is handed the work of the one that is named. */
export function createProgram(run: Runner): Command {
  const program = new Command('sluice')
    .description('Turns raw video and images into labelled training data, offline.')
    .version(findInstallation().version)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .addHelpText(
      'after',
      `
Examples:
  sluice open ~/footage
  sluice demo
  sluice run pipeline.json --input clip.mp4
  sluice tasks list

Every command has its own help: sluice COMMAND --help`,
    )
    .addHelpText('afterAll', EXIT_HELP);
  addOpen(program, run);
  addServe(program, run);
  addToken(program, run);
  addUsers(program, run);
  addRun(program, run);
  addProjects(program, run);
  addDatasets(program, run);
  addItems(program, run);
  addRecipes(program, run);
  addOntologies(program, run);
  addPipelines(program, run);
  addCycles(program, run);
  addExecutions(program, run);
  addCommands(program, run);
  addFunctions(program, run);
  addTasks(program, run);
  addPacks(program, run);
  addAssignments(program, run);
  addAnnotationCommands(program, run);
  addSync(program, run);
  addEvents(program, run);
  addExplain(program, run);
  addVerify(program, run);
  addSimulate(program, run);
  addDemo(program, run);
  addDoctor(program, run);
  addGc(program, run);
  addBackup(program, run);
  addRestore(program, run);
  return program;
}
