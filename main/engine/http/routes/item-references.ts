/** Items that a query assigns to tasks or people, or takes from them (reference section 1.18, `references`). */
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { CallOutput } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { writeCommand } from '#core/formats/dataloop/command.ts';
import type { Json } from '#core/formats/dataloop/json.ts';
import { mayAct } from '#core/model/api.ts';
import { assignmentIdSchema, type DatasetId, taskIdSchema } from '#core/model/ids.ts';
import { HttpError } from '../errors.ts';
import type { RouteContext } from '../route.ts';

/** What items are assigned to, or taken from. */
export const referencesSchema = z.looseObject({
  operation: z.enum(['create', 'delete']),
  refs: z
    .array(
      z.discriminatedUnion('type', [
        z.looseObject({ type: z.literal('task'), id: taskIdSchema }),
        z.looseObject({ type: z.literal('assignment'), id: assignmentIdSchema }),
      ]),
    )
    .min(1)
    .max(100),
});
type References = z.infer<typeof referencesSchema>;
type Ref = References['refs'][number];

type Wish = { readonly datasetId: DatasetId; readonly filter: Json; readonly references: References };

/** How long an answer waits for what it has set off; that goes on, and the answer names the command. */
const LONGEST_MS = 5000;
const LOOK_MS = 20;

/** Answers how many items were assigned, or taken away, and the last of the commands that do it. */
export async function refer({ datasetId, filter, references }: Wish, context: RouteContext) {
  if (!mayAct(context.who.role, 'annotationManager')) {
    throw new HttpError(403, 'Assigning items needs a token with the role annotationManager.');
  }
  const { operation, refs } = references;
  const targets = [];
  // All of them are looked at before anything is done.
  for (const ref of refs) targets.push(await targetOf(ref, datasetId, context));
  if (operation === 'create') for (const { task } of targets) await requireInstalled(task, context);
  const commands = [];
  for (const { task, assignment } of targets) {
    const own = { ...filter, filter: { $and: [filter['filter'], { datasetId }] } };
    if (operation === 'create') {
      const people = assignment ? [{ person: assignment.person, load: 1 }] : null;
      commands.push(await context.call('tasks.addItems', { taskId: task.id, filter: own, people }));
    } else {
      const theirs = { 'metadata.system.refs.id': assignment?.id };
      const taken = assignment ? { ...own, filter: { $and: [own.filter, theirs] } } : own;
      commands.push(await context.call('tasks.removeItems', { taskId: task.id, filter: taken }));
    }
  }
  const ended = [];
  for (const { id } of commands) ended.push(await settled(id, context));
  const failed = ended.find(({ status }) => status === 'failed');
  if (failed) throw new HttpError(400, failed.error ?? 'The items could not be assigned.');
  const last = ended.at(-1);
  return {
    totalItemsCount: Math.max(0, ...ended.map(({ done }) => done)),
    items: [],
    totalPagesCount: 0,
    hasNextPage: false,
    ...(last ? { command: writeCommand(last, context.base) } : {}),
  };
}

async function targetOf(ref: Ref, datasetId: DatasetId, { call }: RouteContext) {
  const found =
    ref.type === 'task'
      ? { task: await call('tasks.get', { taskId: ref.id }), assignment: null }
      : await call('assignments.get', { assignmentId: ref.id });
  const { task, assignment } = found;
  if (task.datasetId !== null && task.datasetId !== datasetId) {
    throw new HttpError(400, `"${task.name}" is a task of another dataset.`);
  }
  return { task, assignment };
}

/** @throws SluiceError `wrong-state` while nothing can come to the task. */
async function requireInstalled({ name, pipelineId }: CallOutput<'tasks.get'>, { call }: RouteContext) {
  if (pipelineId === null) return;
  const pipeline = await call('pipelines.get', { pipelineId });
  if (pipeline.status === 'Installed') return;
  const message = `Install "${pipeline.name}" before putting items into its task "${name}".`;
  throw new SluiceError('wrong-state', message, { pipelineId });
}

/** The command when it is over, or so far. */
async function settled(commandId: CallOutput<'commands.get'>['id'], { call }: RouteContext) {
  for (let waited = 0; ; waited += LOOK_MS) {
    const command = await call('commands.get', { commandId });
    if (command.status !== 'in-progress' || waited >= LONGEST_MS) return command;
    await setTimeout(LOOK_MS);
  }
}
