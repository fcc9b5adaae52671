/** Running cycles again, and finding out whether that happened when the answer was lost. */
import { setTimeout as delay } from 'node:timers/promises';
import type { RerunMethod } from '#contract/pipelines.ts';
import type { CommandId, CycleId } from '#core/model/ids.ts';
import type { RunState } from './run-state.ts';

export type Again = {
  readonly method: RerunMethod;
  readonly startNodeIds?: readonly string[];
  readonly cycleIds: readonly CycleId[];
};

/** Looks for a command whose answer was lost, and milliseconds between two: the runner takes it up at once. */
const LOOKS = 10;
const LOOK_MS = 50;

/** Runs the cycles again; resolves when the command has ended. */
export async function rerun(run: RunState, again: Again): Promise<void> {
  const { client, ground, book } = run;
  const { method, startNodeIds = [], cycleIds } = again;
  const input = {
    pipelineId: ground.pipelineId,
    method,
    startNodeIds: [...startNodeIds],
    cycleIds: [...cycleIds],
  };
  const before = await lastRerun(run, cycleIds);
  for (;;) {
    const answer = await client.change('pipelines.rerun', input);
    if (answer.kind === 'refused') {
      book.count(`refused: pipelines.rerun: ${answer.error.message.replaceAll(/"[^"]*"/g, '"…"')}`);
      return;
    }
    if (answer.kind === 'lost') {
      book.count('answers lost');
      if (!(await happened(run, cycleIds, before))) continue;
      book.count('answers lost after the change');
    } else await ended(run, answer.value.id);
    book.count(`reruns ${method}`);
    return;
  }
}

async function ended({ client }: RunState, commandId: CommandId): Promise<void> {
  while ((await client.ask('commands.get', { commandId })).status === 'in-progress') await delay(10);
}

async function happened(run: RunState, cycleIds: readonly CycleId[], before: number): Promise<boolean> {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    if ((await lastRerun(run, cycleIds)) > before) return true;
    await delay(LOOK_MS);
  }
  return false;
}

/** The place in the log of the last time that one of the cycles was run again, or was not; 0 for never. */
async function lastRerun({ client }: RunState, cycleIds: readonly CycleId[]): Promise<number> {
  let last = 0;
  for (const cycleId of cycleIds) {
    const { items } = await client.ask('explain.cycle', { cycleId, limit: 1000 });
    const seqs = items
      .filter(({ kind }) => kind === 'rerun' || kind === 'rerun-refused')
      .map(({ seq }) => seq);
    last = Math.max(last, ...seqs);
  }
  return last;
}
