/**
 * Writes down many files in one transaction: each of its own would wait for the disk each time, 2 ms for 50 microseconds
 * of work. What is ready together is written together, and a file that comes alone is written at once.
 */
import type { EngineContext } from '../context.ts';
import type { Tx } from '../unit.ts';
import { befallsAll } from './reading.ts';

export type Recorder = {
  /**
   * Runs the work in a transaction, perhaps together with others'. It may run a second time, when another one's failure
   * has undone it: it must change nothing but the database. Throws what it throws, or what befalls the database.
   */
  run<T>(actor: string, work: (tx: Tx) => T): Promise<T>;
};

export type RecorderOptions = {
  readonly ctx: EngineContext;
  /** True while more may be ready at any moment: it is worth waiting a little. */
  readonly more: () => boolean;
  /** Files in one transaction, at most. */
  readonly most: number;
  /** Told after each transaction. */
  readonly committed: () => void;
};

type Entry = {
  readonly work: (tx: Tx) => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

/** Milliseconds that what is ready waits for what is not, at most. */
const PATIENCE_MS = 100;
const LOOK_AGAIN_MS = 4;

export function createRecorder({ ctx, more, most, committed }: RecorderOptions): Recorder {
  const waiting = new Map<string, Entry[]>();
  let since = 0;

  function check(): void {
    const count = [...waiting.values()].reduce((sum, entries) => sum + entries.length, 0);
    if (count < most && more() && performance.now() - since < PATIENCE_MS) {
      setTimeout(check, LOOK_AGAIN_MS);
      return;
    }
    for (const [actor, entries] of waiting) {
      if (entries.length <= most) waiting.delete(actor);
      write(ctx, actor, entries.splice(0, most));
      committed();
    }
    // In between, whoever else waits for the engine has a turn.
    if (waiting.size > 0) setImmediate(check);
  }

  return {
    run<T>(actor: string, work: (tx: Tx) => T): Promise<T> {
      return new Promise((resolve, reject) => {
        if (waiting.size === 0) {
          since = performance.now();
          setImmediate(check);
        }
        const result: { value?: T } = {};
        const entry: Entry = {
          work: (tx) => {
            result.value = work(tx);
          },
          resolve: () => resolve(result.value as T),
          reject,
        };
        const entries = waiting.get(actor);
        if (entries) entries.push(entry);
        else waiting.set(actor, [entry]);
      });
    },
  };
}

function write(ctx: EngineContext, actor: string, entries: readonly Entry[]): void {
  try {
    ctx.unit(actor, (tx) => {
      for (const { work } of entries) work(tx);
    });
  } catch (error) {
    if (entries.length === 1 || befallsAll(error)) {
      for (const { reject } of entries) reject(error);
      return;
    }
    // One of them cannot be written down; by itself each shows which one.
    for (const entry of entries) write(ctx, actor, [entry]);
    return;
  }
  for (const { resolve } of entries) resolve();
}
