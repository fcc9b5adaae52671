import { Argument, type Command } from 'commander';
import { SluiceError } from '#core/errors.ts';
import { itemIdSchema } from '#core/model/ids.ts';
import { EXIT } from '../exit-codes.ts';
import { jsonOption, workspaceOption } from '../options.ts';
import { reachWorkspace } from '../reach.ts';
import type { Runner, Session } from '../session.ts';
import { describeItem, describeTasks } from '../tasks/describe.ts';
import { allTasks, findTask, nextItem } from '../tasks/find.ts';
import type { TaskFlags } from '../tasks/group.ts';
import { addMaking } from '../tasks/making.ts';

/** `sluice tasks`: what waits for people, and deciding on it from a terminal or a script. */
export function addTasks(program: Command, run: Runner): void {
  const tasks = program
    .command('tasks')
    .description('see what waits for people, take the next item, give it a status; make tasks and fill them')
    .addHelpText(
      'after',
      `
A task is named by its id or by its name.

Examples:
  sluice tasks list
  sluice tasks take "Label A" --json
  sluice tasks status "Label A" 0196b0c1d2e3000000000001 completed`,
    );
  const add = (name: string, description: string, example: string) =>
    tasks
      .command(name)
      .description(description)
      .addOption(workspaceOption())
      .option('--project <name>', 'only tasks of this project')
      .addOption(jsonOption())
      .addHelpText('after', `\nExample:\n  ${example}`);
  const task = () => new Argument('<task>', 'id or name of the task');

  add('list', 'list all tasks with their counts', 'sluice tasks list --json').action(
    async (flags: TaskFlags) => {
      await run(flags, async (session) => await list(flags, session));
    },
  );
  add(
    'take',
    'show the next item of a task that waits for a person, with its file',
    'sluice tasks take QA --json',
  )
    .addArgument(task())
    .action(async (name: string, flags: TaskFlags) => {
      await run(flags, async (session) => await take(name, flags, session));
    });
  add(
    'status',
    'decide on an item of a task; the pipeline goes on with it',
    'sluice tasks status QA 0196b0c1d2e3000000000001 approved',
  )
    .addArgument(task())
    .argument('<item>', 'id of the item')
    .argument('<status>', 'one of the task\'s decisions, such as "completed" or "discard"')
    .action(async (name: string, item: string, status: string, flags: TaskFlags) => {
      await run(flags, async (session) => await decide({ name, item, status }, flags, session));
    });
  addMaking(add, run);
}

async function list(flags: TaskFlags, session: Session) {
  const tasks = await reachWorkspace(flags, session, (engine) => allTasks(engine, flags.project));
  session.output.result(tasks, () => describeTasks(tasks));
  return EXIT.ok;
}

async function take(name: string, flags: TaskFlags, session: Session) {
  return await reachWorkspace(flags, session, async (engine) => {
    const task = await findTask(engine, name, flags.project);
    const taken = await nextItem(engine, task, session.signal);
    if (taken === null) session.output.result(null, () => `Nothing waits in "${task.name}".`);
    else session.output.result(taken, () => describeItem(taken));
    return EXIT.ok;
  });
}

async function decide(
  decision: { readonly name: string; readonly item: string; readonly status: string },
  flags: TaskFlags,
  session: Session,
) {
  const item = itemIdSchema.safeParse(decision.item);
  if (!item.success) {
    throw new SluiceError(
      'invalid-input',
      `"${decision.item}" is not the id of an item: it must be 24 hexadecimal characters.`,
    );
  }
  return await reachWorkspace(flags, session, async (engine) => {
    const task = await findTask(engine, decision.name, flags.project);
    const place = { taskId: task.id, itemId: item.data };
    const decided = await engine.call('tasks.setStatus', { ...place, status: decision.status });
    session.output.result(decided, () => `"${decided.status}" for ${decided.itemId} in "${task.name}".`);
    return EXIT.ok;
  });
}
