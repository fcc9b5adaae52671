/** The demo's people: they work through tasks by the calls that the screens use. */
import { createHash } from 'node:crypto';
import type { Caller } from '#contract/index.ts';
import type { TaskView } from '#contract/tasks.ts';
import { changeGeometry, createAnnotation } from '#core/annotation/commands.ts';
import type { AnnotationDiff } from '#core/model/annotation.ts';
import { annotationIdSchema, changeSetIdSchema } from '#core/model/ids.ts';
import type { Task } from '#core/model/task.ts';
import { boxesFor, labelDecision, reviewDecision } from './decisions.ts';

export type People = { readonly call: Caller; readonly seed: string; readonly person: string };

/** Decides on the next item that waits in the task; false when none waits. */
export async function workOnce(people: People, task: Task): Promise<boolean> {
  const { itemId } = await people.call('tasks.next', { taskId: task.id });
  if (itemId === null) return false;
  const view = await people.call('tasks.view', { taskId: task.id, itemId });
  if (task.type === 'qa') await review(people, view);
  else await label(people, view);
  return true;
}

async function label(people: People, view: TaskView): Promise<void> {
  const rework = view.taskItem.state === 'rework';
  const decision = rework ? 'completed' : labelDecision(people.seed, frameOf(view));
  if (decision === 'completed') {
    const diffs = rework ? mend(view, people) : drawBoxes(view, people);
    // Named by item and round: after a crash between this call and the next, it is the same change set again.
    const round = `changes ${view.issues.length}`;
    const changeSetId = changeSetIdSchema.parse(idFor(people, view, round));
    const title = rework ? 'Move box' : 'Draw boxes';
    await people.call('annotations.apply', { itemId: view.item.id, changeSetId, title, diffs });
  }
  await people.call('tasks.setStatus', { taskId: view.task.id, itemId: view.item.id, status: decision });
}

async function review(people: People, view: TaskView): Promise<void> {
  const place = { taskId: view.task.id, itemId: view.item.id };
  const back = view.taskItem.state === 'review';
  const decision = back ? 'approved' : reviewDecision(people.seed, frameOf(view));
  if (decision === 'issue') {
    const annotationId = view.annotations[0]?.id ?? null;
    await people.call('issues.open', { ...place, annotationId, text: 'The box is not tight.' });
  } else {
    await people.call('tasks.setStatus', { ...place, status: decision });
  }
}

function drawBoxes(view: TaskView, people: People): AnnotationDiff[] {
  const labels = view.recipe?.labels.map((one) => one.name) ?? [];
  return boxesFor(people.seed, frameOf(view), view.item, labels).map((box, at) =>
    createAnnotation(
      { id: annotationIdSchema.parse(idFor(people, view, `box ${at}`)), itemId: view.item.id, ...box },
      { person: people.person, at: Date.now() },
    ),
  );
}

/** Makes the first box one pixel tighter on its right side, or wider where it has only one. */
function mend(view: TaskView, people: People): AnnotationDiff[] {
  const [first] = view.annotations;
  if (!first) return drawBoxes(view, people);
  const { geometry } = first;
  // What the demo draws are boxes.
  if (geometry.type !== 'box') return [];
  const right = geometry.right - geometry.left > 1 ? geometry.right - 1 : geometry.right + 1;
  return [changeGeometry(first, { ...geometry, right }, { person: people.person, at: Date.now() })];
}

function frameOf(view: TaskView): number {
  return view.item.frame?.index ?? 0;
}

function idFor(people: People, view: TaskView, what: string): string {
  return createHash('sha256').update(`${people.seed} ${view.item.id} ${what}`).digest('hex').slice(0, 24);
}
