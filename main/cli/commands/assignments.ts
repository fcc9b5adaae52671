import { Argument, type Command } from 'commander';
import { SluiceError } from '#core/errors.ts';
import { readAssignmentChange } from '#core/formats/dataloop/assignment.ts';
import type { Json } from '#core/formats/dataloop/json.ts';
import { type AssignmentId, assignmentIdSchema } from '#core/model/ids.ts';
import { DIFF } from '../entities/options.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { jsonOption, workspaceOption } from '../options.ts';
import { jsonObject } from '../pipelines/json-option.ts';
import type { Runner } from '../session.ts';
import { describeAssignments } from '../tasks/describe.ts';
import { allTasks } from '../tasks/find.ts';
import { inWorkspace, type TaskFlags, type WorkspaceAt } from '../tasks/group.ts';
import { personOption, type Share } from '../tasks/options.ts';

type ListFlags = TaskFlags & { task?: string; of?: string };
type ShareFlags = TaskFlags & { person: Share[] };

/** `sluice assignments`: what of the tasks is whose. */
export function addAssignments(program: Command, run: Runner): void {
  const assignments = program
    .command('assignments')
    .description('see what of each task is whose, and give it to others')
    .addHelpText(
      'after',
      `
Examples:
  sluice assignments list --task Check
  sluice assignments reassign 0196b0c1d2e3000000000001 bob@example.com`,
    );
  const add = (name: string, description: string, example: string) =>
    assignments
      .command(name)
      .description(description)
      .addOption(workspaceOption())
      .option('--project <name>', 'only assignments of this project')
      .addOption(jsonOption())
      .addHelpText('after', `\nExample:\n  ${example}`);
  const named = () => new Argument('<assignment>', 'id of the assignment');
  const on =
    <F extends TaskFlags>(work: (id: AssignmentId, at: WorkspaceAt<F>) => Promise<ExitCode>) =>
    async (id: string, flags: F) => {
      await run(flags, async (session) =>
        inWorkspace(flags, session, async (at) => await work(assignmentId(id), at)),
      );
    };

  add('list', 'list assignments with their counts', 'sluice assignments list --json')
    .option('--task <task>', 'only those of this task')
    .option('--of <person>', 'only those of this person')
    .action(async (flags: ListFlags) => {
      await run(flags, async (session) => await inWorkspace(flags, session, list));
    });
  add('show', 'show an assignment', 'sluice assignments show 0196b0c1d2e3000000000001')
    .addArgument(named())
    .action(on(show));
  add('set', 'change an assignment by a diff', `sluice assignments set ID '{"name": "Night shift"}'`)
    .addArgument(named())
    .argument('<diff>', `${DIFF}: the name, and what is kept with it as metadata`, jsonObject)
    .action(async (id: string, diff: Record<string, unknown>, flags: TaskFlags) => {
      await on(async (assignment, at) => await change(assignment, diff, at))(id, flags);
    });
  add('reassign', 'give all that waits to another person', 'sluice assignments reassign ID bob@example.com')
    .addArgument(named())
    .argument('<person>', 'who gets it')
    .action(async (id: string, person: string, flags: TaskFlags) => {
      await on(async (assignment, at) => await reassign(assignment, person, at))(id, flags);
    });
  add(
    'redistribute',
    'share what waits out among others',
    'sluice assignments redistribute ID --person bob --person cyd',
  )
    .addArgument(named())
    .addOption(
      personOption('who gets items, and which share; may be given several times').makeOptionMandatory(),
    )
    .action(on<ShareFlags>(redistribute));
  add('pull', 'take the next items, where people take items themselves', 'sluice assignments pull ID')
    .addArgument(named())
    .action(
      on(async (id, at) => await tell(at, await at.engine.call('assignments.pull', { assignmentId: id }))),
    );
  add('release', 'give back what waits, where people take items themselves', 'sluice assignments release ID')
    .addArgument(named())
    .action(
      on(async (id, at) => await tell(at, await at.engine.call('assignments.release', { assignmentId: id }))),
    );
}

function assignmentId(text: string): AssignmentId {
  const parsed = assignmentIdSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new SluiceError('invalid-input', `"${text}" is not the id of an assignment.`);
}

async function list({ engine, session, flags }: WorkspaceAt<ListFlags>): Promise<ExitCode> {
  const tasks = (await allTasks(engine, flags.project)).filter(
    ({ id, name }) => flags.task === undefined || id === flags.task || name === flags.task,
  );
  const projects = [...new Set(tasks.map(({ projectId }) => projectId))];
  const lists = await Promise.all(
    projects.map((projectId) => engine.call('assignments.list', { projectId })),
  );
  const ids = new Set<string>(tasks.map(({ id }) => id));
  const found = lists
    .flat()
    .filter(
      ({ assignment, task }) => ids.has(task.id) && (flags.of ?? assignment.person) === assignment.person,
    );
  session.output.result(found, () => describeAssignments(found));
  return EXIT.ok;
}

type View = Parameters<typeof describeAssignments>[0][number];

async function tell({ session }: WorkspaceAt, view: View): Promise<ExitCode> {
  session.output.result(view, () => describeAssignments([view]));
  return EXIT.ok;
}

async function show(id: AssignmentId, at: WorkspaceAt): Promise<ExitCode> {
  return await tell(at, await at.engine.call('assignments.get', { assignmentId: id }));
}

async function change(id: AssignmentId, diff: Json, at: WorkspaceAt): Promise<ExitCode> {
  const { assignment } = await at.engine.call('assignments.get', { assignmentId: id });
  const extra = { ...readAssignmentChange(assignment, diff, true) };
  return await tell(at, await at.engine.call('assignments.update', { assignmentId: id, extra }));
}

async function reassign(id: AssignmentId, to: string, at: WorkspaceAt): Promise<ExitCode> {
  const command = await at.engine.call('assignments.reassign', { assignmentId: id, to });
  at.session.output.result(command, () => `What waited is ${to}'s now.`);
  return EXIT.ok;
}

async function redistribute(id: AssignmentId, at: WorkspaceAt<ShareFlags>): Promise<ExitCode> {
  const people = at.flags.person;
  const command = await at.engine.call('assignments.redistribute', { assignmentId: id, people });
  at.session.output.result(
    command,
    () => `Shared out among ${people.map(({ person }) => person).join(', ')}.`,
  );
  return EXIT.ok;
}
