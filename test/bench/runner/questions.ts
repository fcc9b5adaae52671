/** What screens ask again and again, timed with a full database behind it. */
import { isCallName } from '#contract/index.ts';

/** What there is to ask about. */
export type Known = {
  readonly pipelineId: string;
  readonly taskId: string;
  /** Whose items they are. */
  readonly person: string;
  /** Ids of items that have been through the pipeline. */
  readonly doneItemIds: readonly string[];
  /** Ids of items that wait in the task. */
  readonly waitingItemIds: readonly string[];
};

type Question = {
  readonly metric: string;
  readonly call: string;
  /** What the call is given the n-th time. */
  readonly input: (known: Known, turn: number) => Readonly<Record<string, unknown>>;
};

const QUESTIONS: readonly Question[] = [
  {
    metric: 'next item for this person',
    call: 'tasks.next',
    input: ({ taskId, person, waitingItemIds }, turn) => ({
      taskId,
      person,
      afterItemId: pick(waitingItemIds, turn),
    }),
  },
  { metric: 'counts', call: 'pipelines.counts', input: ({ pipelineId }) => ({ pipelineId }) },
  { metric: 'statistics', call: 'pipelines.statistics', input: ({ pipelineId }) => ({ pipelineId }) },
  {
    metric: 'explain',
    call: 'explain.item',
    input: ({ doneItemIds }, turn) => ({ itemId: pick(doneItemIds, turn) }),
  },
];

/** Here and there in the list, not one after the other: neighbours lie on the same page of the database. */
function pick(ids: readonly string[], turn: number): string | null {
  return ids[(turn * 7919) % ids.length] ?? null;
}

/** Milliseconds of each asking; null when there is no such call. */
export async function askAll(
  ask: (call: string, input: unknown) => Promise<unknown>,
  known: Known,
  times: number,
): Promise<{ metric: string; milliseconds: number[] | null }[]> {
  const answers: { metric: string; milliseconds: number[] | null }[] = [];
  for (const { metric, call, input } of QUESTIONS) {
    if (!isCallName(call)) {
      answers.push({ metric: `${metric} (${call})`, milliseconds: null });
      continue;
    }
    const milliseconds: number[] = [];
    for (let turn = 0; turn < times; turn += 1) {
      const asked = input(known, turn);
      const start = performance.now();
      await ask(call, asked);
      milliseconds.push(performance.now() - start);
    }
    answers.push({ metric: `${metric} (${call})`, milliseconds });
  }
  return answers;
}
