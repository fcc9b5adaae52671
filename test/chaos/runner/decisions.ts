/**
 * What a person does with an item in a task. An answer that was lost is found out about before anything is repeated, as
 * every careful client does.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { CallOutput } from '#contract/index.ts';
import type { ItemId } from '#core/model/ids.ts';
import type { RunState } from './run-state.ts';

export type TaskNode = 'label' | 'qa';
export type Spot = { readonly node: TaskNode; readonly itemId: ItemId };
export type View = CallOutput<'tasks.view'>;

/** So often a change is tried that the engine says will be possible in a moment. */
const TRIES = 500;

export function lookAt({ client, ground }: RunState, { node, itemId }: Spot): Promise<View> {
  return client.ask('tasks.view', { taskId: ground.tasks[node], itemId });
}

/** True when it is decided. */
export async function give(run: RunState, spot: Spot, status: string): Promise<boolean> {
  const { client, ground, book } = run;
  const place = { taskId: ground.tasks[spot.node], itemId: spot.itemId };
  for (;;) {
    const answer = await client.change('tasks.setStatus', { ...place, status });
    if (answer.kind === 'refused') return refused(run, 'setStatus', answer.error.message);
    if (answer.kind === 'lost') {
      book.count('answers lost');
      const { taskItem } = await lookAt(run, spot);
      if (taskItem.state !== 'done' || taskItem.status !== status) continue;
      book.count('answers lost after the change');
    }
    book.confirm('decided', spot.node, spot.itemId);
    return true;
  }
}

/** Takes a decision, or a sending back, back. True when the item waits in the task again. */
export async function takeBack(run: RunState, spot: Spot, from: 'done' | 'away'): Promise<boolean> {
  const { client, ground, book } = run;
  const place = { taskId: ground.tasks[spot.node], itemId: spot.itemId };
  for (let tries = 0; tries < TRIES; tries += 1) {
    const answer = await client.change('tasks.clearStatus', place);
    if (answer.kind === 'refused') {
      if (!answer.error.message.includes('in a moment')) {
        return refused(run, 'clearStatus', answer.error.message);
      }
      await delay(10);
      continue;
    }
    if (answer.kind === 'lost') {
      book.count('answers lost');
      const { taskItem } = await lookAt(run, spot);
      if (taskItem.state === from) continue;
      book.count('answers lost after the change');
    }
    if (from === 'done') book.confirm('undecided', spot.node, spot.itemId);
    else book.count('sendings back taken back');
    return true;
  }
  book.accuse(`a decision in ${spot.node} can never be taken back: ${spot.itemId}`);
  return false;
}

/** Opens an issue, which sends the item back unless it is held. */
export async function openIssue(run: RunState, spot: Spot, text: string, hold: boolean): Promise<boolean> {
  const { client, ground, book } = run;
  const issue = { taskId: ground.tasks[spot.node], itemId: spot.itemId, text, hold };
  for (;;) {
    const answer = await client.change('issues.open', issue);
    if (answer.kind === 'refused') return refused(run, 'issues.open', answer.error.message);
    if (answer.kind === 'lost') {
      book.count('answers lost');
      const { issues } = await lookAt(run, spot);
      if (!issues.some((one) => one.text === text)) continue;
      book.count('answers lost after the change');
    }
    book.confirm('issue-opened', spot.node, spot.itemId);
    if (!hold) book.count('sent back');
    return true;
  }
}

export async function sendBack(run: RunState, spot: Spot): Promise<boolean> {
  const { client, ground, book } = run;
  const place = { taskId: ground.tasks[spot.node], itemId: spot.itemId };
  for (;;) {
    const answer = await client.change('issues.sendBack', place);
    if (answer.kind === 'refused') return refused(run, 'issues.sendBack', answer.error.message);
    if (answer.kind === 'lost') {
      book.count('answers lost');
      const { taskItem } = await lookAt(run, spot);
      if (taskItem.state !== 'away') continue;
      book.count('answers lost after the change');
    }
    book.count('sent back');
    return true;
  }
}

export async function removeIssues(run: RunState, { issues }: View): Promise<void> {
  for (const { id, status } of issues) {
    if (status !== 'issue') continue;
    const answer = await run.client.change('issues.remove', { issueId: id });
    // Gone already when the answer was lost after the change: the next look at the item tells.
    if (answer.kind === 'done') run.book.count('issues removed');
  }
}

function refused({ book }: RunState, what: string, message: string): false {
  book.count(`refused: ${what}: ${message.replaceAll(/"[^"]*"/g, '"…"')}`);
  return false;
}
