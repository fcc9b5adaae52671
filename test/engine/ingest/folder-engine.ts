/** An engine's ingest in this process, for random operations: it can be killed in the middle of what it writes. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type CallInput, type CallName, type CallOutput, calls, type Handlers } from '#contract/index.ts';
import { projectIdSchema } from '#core/model/ids.ts';
import type { EngineContext } from '#engine/context.ts';
import { createIngest, type Ingest } from '#engine/ingest/ingest.ts';
import { type OpenScout, openScout } from '#engine/ingest/scout.ts';
import { annotationHandlers } from '#engine/services/annotations.ts';
import { ingestHandlers } from '#engine/services/ingest.ts';
import { createTestContext } from '#test/support/engine-context.ts';
import type { FolderEngine } from '#test/support/folders/drive.ts';
import { QUICK } from './world.ts';

export type TestFolderEngine = FolderEngine & {
  /** A folder that belongs to the test, removed at the end. */
  readonly base: string;
  close(): Promise<void>;
};

/** @param batch files in one transaction, at most */
export async function openFolderEngine(batch: number): Promise<TestFolderEngine> {
  const test = await createTestContext();
  const datasets = [test.datasetId, test.addDataset('other')] as const;
  const base = join(test.folder, 'disk');
  await mkdir(base);
  let deaf = false;
  /** How many more transactions there are before the end; null when no end is planned. */
  let left: number | null = null;
  let dead = false;

  /** After the end nothing is written any more; what the engine still does is done in vain, as by a killed process. */
  function mortal(ctx: EngineContext): EngineContext {
    return {
      ...ctx,
      unit: (actor, work) => {
        if (left === 0) dead = true;
        if (dead) throw new Error('The engine was killed.');
        if (left !== null) left -= 1;
        return ctx.unit(actor, work);
      },
    };
  }

  /** What the system tells is lost while nobody hears it. */
  const deafScout: OpenScout = (task, events) =>
    openScout(task, {
      ...events,
      touched: (touches) => (deaf ? undefined : events.touched(touches)),
      reshaped: () => (deaf ? undefined : events.reshaped()),
    });

  function begin(): { ingest: Ingest; handlers: Partial<Handlers<CallName>> } {
    const ctx = mortal(test.ctx);
    const ingest = createIngest(ctx, { ...QUICK, openScout: deafScout, batch });
    return { ingest, handlers: { ...ingestHandlers(ctx, ingest), ...annotationHandlers(ctx) } };
  }

  let life = begin();

  async function again(): Promise<void> {
    await life.ingest.close();
    await test.restart();
    [left, dead] = [null, false];
    life = begin();
    life.ingest.start();
  }

  /** Whoever planned its end means it to come: by now at the latest. */
  async function alive(): Promise<void> {
    if (left === null) return;
    dead = true;
    await again();
  }

  return {
    projectId: projectIdSchema.parse(test.projectId),
    datasets,
    root: test.ctx.files.root,
    base,
    async call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
      await alive();
      const handle = life.handlers[name] as ((args: unknown) => unknown) | undefined;
      if (!handle) throw new Error(`Nobody answers ${name} here.`);
      return (await handle(calls[name].input.parse(input))) as CallOutput<N>;
    },
    async busy() {
      await alive();
      return life.ingest.busy();
    },
    read: async (work) => await work(test.ctx.db),
    newId: () => test.ctx.ports.ids.next(),
    async kill(after) {
      await alive();
      left = after;
    },
    restart: again,
    deafen() {
      deaf = true;
    },
    hear() {
      deaf = false;
    },
    async close() {
      dead = true;
      await life.ingest.close();
      await test.close();
    },
  };
}
