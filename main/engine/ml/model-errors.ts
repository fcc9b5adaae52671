/**
 * What can go wrong with the process of a model, in words for a person. `tool-failed` may go well the next time.
 */
import { SluiceError } from '#core/errors.ts';

export type Culprit = {
  readonly model: string;
  readonly title: string;
  /** Null for a thread. */
  readonly pid: number | null;
  /** The pictures it worked on, the one to blame alone where that is known. Empty when it was given none. */
  readonly itemIds: readonly string[];
  /** The last lines that it printed. */
  readonly output: readonly string[];
};

/** The process ended by itself or was ended by somebody; `how` is a piece of a sentence: "signal SIGKILL". */
export function crashedError(culprit: Culprit, how: string): SluiceError {
  const last = culprit.output.at(-1);
  const said = last === undefined ? '' : ` Its last words were: ${last}`;
  return fault(culprit, `ended unexpectedly (${how})${occasion(culprit)}.${said}`, { how });
}

/** The process gave no sign of life, or no answer, for this long and was ended. */
export function hungError(culprit: Culprit, limitMs: number): SluiceError {
  const seconds = Math.round(limitMs / 100) / 10;
  return fault(culprit, `did not go on for ${seconds} seconds${occasion(culprit)} and was stopped.`, {
    limitMs,
  });
}

/** The process said something that is none of the messages agreed on. */
export function nonsenseError(culprit: Culprit, what: string): SluiceError {
  return fault(culprit, `answered what cannot be understood${occasion(culprit)} and was stopped.`, { what });
}

/** Refuses what only a remote does. `functionName` is the function of a model node: `predict`, `train`, … */
export function requirePredict(functionName: string): void {
  if (functionName === 'predict') return;
  const what = DEEDS[functionName] ?? `The function "${functionName}" of a model`;
  const message = `${what} is not done on this computer. Connect the project with a remote and run this step there; here a model node can predict.`;
  throw new SluiceError('unsupported', message, { functionName });
}

const DEEDS: Readonly<Record<string, string>> = {
  train: 'Training a model',
  evaluate: 'Evaluating a model',
  embed: 'Computing embeddings with a model',
};

function occasion({ itemIds }: Culprit): string {
  if (itemIds.length === 0) return ' while it was loaded or had no work';
  return itemIds.length === 1 ? ` at the item ${itemIds[0]}` : ` at one of ${itemIds.length} items`;
}

function fault(culprit: Culprit, what: string, facts: Record<string, unknown>): SluiceError {
  const { model, title, pid, itemIds, output } = culprit;
  return new SluiceError('tool-failed', `The model "${title}" ${what}`, {
    model,
    pid,
    itemIds: [...itemIds],
    output: [...output],
    ...facts,
  });
}
