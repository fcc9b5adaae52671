/** `sluice tasks create|show|update|delete|add|remove|clear`: tasks that no pipeline makes. */
import { Argument, Option } from 'commander';
import { SluiceError } from '#core/errors.ts';
import { itemIdSchema } from '#core/model/ids.ts';
import type { Task } from '#core/model/task.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../options.ts';
import { commandExit, followCommand } from '../pipelines/follow.ts';
import { count } from '../pipelines/text.ts';
import type { Runner } from '../session.ts';
import { describeTask } from './describe.ts';
import { findDataset, findTask } from './find.ts';
import { type Adder, inTask, inWorkspace, type TaskAt, type TaskFlags, type WorkspaceAt } from './group.ts';
import { dueTime, filterOption, limitOption, personOption, type Share, words } from './options.ts';

type Filter = Record<string, unknown>;
type CreateFlags = TaskFlags & {
  dataset: string;
  type?: 'annotation' | 'qa';
  parent?: string;
  filter?: Filter;
  limit?: number;
  person?: Share[];
  actions?: string[];
  due?: number;
  priority?: number;
  batch?: number;
};
type FillFlags = TaskFlags & { filter: Filter; limit?: number; person?: Share[] };
type UpdateFlags = TaskFlags & { name?: string; actions?: string[]; due?: number; priority?: number };

const task = () => new Argument('<task>', 'id or name of the task');
const priority = () =>
  new Option('--priority <number>', '1 low, 2 medium, 3 high').argParser(wholeNumber(1, 3));
const actions = () =>
  new Option('--actions <words>', 'what people can decide, with commas between').argParser(words);
const due = () => new Option('--due <day>', 'when it should be done').argParser(dueTime);

export function addMaking(add: Adder, run: Runner): void {
  add(
    'create',
    'make a task with items of a dataset',
    'sluice tasks create Check --dataset frames --person ann@example.com',
  )
    .argument('<name>', 'what it is called')
    .requiredOption('--dataset <dataset>', 'id or name of the dataset')
    .addOption(new Option('--type <type>', 'labelling or review').choices(['annotation', 'qa']))
    .option('--parent <task>', 'the task whose decisions it reviews')
    .addOption(filterOption())
    .addOption(limitOption())
    .addOption(personOption('who gets items, and which share of them; may be given several times'))
    .addOption(actions())
    .addOption(due())
    .addOption(priority())
    .option('--batch <count>', 'people take so many items at a time themselves', wholeNumber(3, 100))
    .action(async (name: string, flags: CreateFlags) => {
      await run(flags, async (session) => await inWorkspace(flags, session, (at) => create(name, at)));
    });
  add('show', 'show a task', 'sluice tasks show Check --json').addArgument(task()).action(inTask(run, show));
  add('update', 'change what is given', 'sluice tasks update Check --priority 3')
    .addArgument(task())
    .option('--name <name>', 'what it is called from now on')
    .addOption(actions())
    .addOption(due())
    .addOption(priority())
    .action(inTask<UpdateFlags>(run, update));
  add('delete', 'delete a task; its items stay', 'sluice tasks delete Check')
    .addArgument(task())
    .action(inTask(run, remove));
  add('add', 'put items into a task', `sluice tasks add Check --filter '{"name": "a*"}'`)
    .addArgument(task())
    .addOption(filterOption().makeOptionMandatory())
    .addOption(limitOption())
    .addOption(personOption('among whom these items are shared out; may be given several times'))
    .action(inTask<FillFlags>(run, fill));
  add('remove', 'take items out of a task', `sluice tasks remove Check --filter '{"name": "a*"}'`)
    .addArgument(task())
    .addOption(filterOption().makeOptionMandatory())
    .action(inTask<FillFlags>(run, empty));
  add('clear', 'take the status of an item back', 'sluice tasks clear Check 0196b0c1d2e3000000000001')
    .addArgument(task())
    .argument('<item>', 'id of the item')
    .action(async (name: string, item: string, flags: TaskFlags) => {
      await inTask(run, async (at) => await clear(item, at))(name, flags);
    });
}

async function create(name: string, at: WorkspaceAt<CreateFlags>): Promise<ExitCode> {
  const { engine, flags } = at;
  const dataset = await findDataset(engine, flags.dataset, flags.project);
  const parent = flags.parent === undefined ? null : await findTask(engine, flags.parent, flags.project);
  const made = await engine.call('tasks.create', {
    projectId: dataset.projectId,
    datasetId: dataset.id,
    name,
    type: flags.type ?? (parent ? 'qa' : 'annotation'),
    parentTaskId: parent?.id ?? null,
    filter: flags.filter ?? {},
    limit: flags.limit ?? null,
    people: flags.person ?? [],
    actions: flags.actions ?? null,
    dueAt: flags.due ?? null,
    priority: flags.priority ?? 2,
    settings: flags.batch ? { pulling: { batchSize: flags.batch, maxOpen: flags.batch * 2 } } : {},
  });
  const command = await followCommand(at, made.command);
  return await tell(at, made.task, commandExit(command));
}

async function show(at: TaskAt): Promise<ExitCode> {
  return await tell(at, at.task, EXIT.ok);
}

async function update({ engine, session, flags, task: found }: TaskAt<UpdateFlags>): Promise<ExitCode> {
  const { name, actions: allowed, due: dueAt, priority: rank } = flags;
  const change = { name, actions: allowed, dueAt, priority: rank };
  const changed = await engine.call('tasks.update', { taskId: found.id, ...change });
  session.output.result(changed, () => describeTask(changed));
  return EXIT.ok;
}

async function remove(at: TaskAt): Promise<ExitCode> {
  const command = await followCommand(at, await at.engine.call('tasks.delete', { taskId: at.task.id }));
  at.session.output.result(command, () => `"${at.task.name}" is deleted.`);
  return commandExit(command);
}

async function fill(at: TaskAt<FillFlags>): Promise<ExitCode> {
  const { filter, limit, person } = at.flags;
  const asked = { taskId: at.task.id, filter, limit: limit ?? null, people: person ?? null };
  const command = await followCommand(at, await at.engine.call('tasks.addItems', asked));
  at.session.output.result(command, () => `${count(command.done, 'item')} came to "${at.task.name}".`);
  return commandExit(command);
}

async function empty(at: TaskAt<FillFlags>): Promise<ExitCode> {
  const asked = { taskId: at.task.id, filter: at.flags.filter };
  const command = await followCommand(at, await at.engine.call('tasks.removeItems', asked));
  at.session.output.result(command, () => `${count(command.done, 'item')} left "${at.task.name}".`);
  return commandExit(command);
}

async function clear(item: string, { engine, session, task: found }: TaskAt): Promise<ExitCode> {
  const id = itemIdSchema.safeParse(item);
  if (!id.success) throw new SluiceError('invalid-input', `"${item}" is not the id of an item.`);
  const cleared = await engine.call('tasks.clearStatus', { taskId: found.id, itemId: id.data });
  session.output.result(cleared, () => `${item} waits in "${found.name}" again.`);
  return EXIT.ok;
}

async function tell({ engine, session }: WorkspaceAt, { id }: Task, exit: ExitCode): Promise<ExitCode> {
  const found = await engine.call('tasks.get', { taskId: id });
  session.output.result(found, () => describeTask(found));
  return exit;
}
