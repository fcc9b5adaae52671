/**
 * Predictions by models, each in a process of its own that is kept warm between batches.
 */
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import type { Logger } from '#core/ports.ts';
import { createMediaQueue, type MediaQueue } from '../media/queue.ts';
import { abortedError } from '../media/run-tool.ts';
import { currentHostWay, entryFile, type HostWay } from '../process-host.ts';
import { MODEL_CATALOGUE } from './catalogue.ts';
import { type ModelInfo, type ModelPicture, type PredictOutcome, predictConfigSchema } from './model.ts';
import { type ModelChild, type ModelConfig, type ModelLimits, startModelChild } from './model-child.ts';

export type PredictRequest = {
  /** Id of the model. */
  readonly model: string;
  readonly pictures: readonly ModelPicture[];
  readonly config?: z.input<typeof predictConfigSchema> | undefined;
};

export type ModelState = ModelInfo & {
  /** Whether its process is there. */
  readonly running: boolean;
  /** Null when there is no process or it is a thread. */
  readonly pid: number | null;
};

export type Models = {
  /**
   * Finds things on pictures: one outcome per picture, in their order. Batches of one model wait for each other. Throws
   * `not-found` (no such model), `invalid-input` (config), `aborted`, and `tool-failed` when the model's process crashed
   * or hung: then `details` has `model`, `pid` and, as `itemIds`, the items to blame. The next batch starts a new one.
   */
  predict(request: PredictRequest, signal?: AbortSignal): Promise<PredictOutcome[]>;
  list(): ModelState[];
  /** Ends all processes; settles when they are gone. Batches that wait or are at work fail with `aborted`. */
  close(): Promise<void>;
};

export type ModelsOptions = {
  readonly logger: Logger;
  /** Folder with the files of models; null when there is none. */
  readonly modelsFolder: string | null;
  /** Models beside those that come with the app: `module` is the URL of a module that exports `model`. */
  readonly extra?: readonly (ModelInfo & { readonly module: string })[];
  /** By default a process wherever one can be started. */
  readonly way?: HostWay | undefined;
  readonly limits?: Partial<ModelLimits & { readonly idleMs: number }>;
};

const LIMITS = {
  startMs: 120_000,
  beatMs: 1_000,
  silenceMs: 30_000,
  pictureMs: 60_000,
  graceMs: 2_000,
  /** A process without work for this long is closed: it holds hundreds of megabytes. */
  idleMs: 300_000,
} as const;

type Source = ModelInfo & { readonly module: string | null };

/** One model, its queue, and its process while there is one. */
type Lane = { readonly queue: MediaQueue; child: ModelChild | null; idle: NodeJS.Timeout | undefined };

/** Starts no process before the first batch. */
export function createModels(options: ModelsOptions): Models {
  const { logger, modelsFolder, extra = [], way = currentHostWay() } = options;
  const limits = { ...LIMITS, ...options.limits };
  const sources: readonly Source[] = [
    ...MODEL_CATALOGUE.map((info) => ({ ...info, module: null })),
    ...extra,
  ];
  const lanes = new Map<string, Lane>();
  const closing = new AbortController();
  /** Every process that is not yet gone, those that are on their way out too. */
  const ending = new Set<Promise<void>>();

  function laneOf(id: string): Lane {
    const lane = lanes.get(id) ?? { queue: createMediaQueue(1), child: null, idle: undefined };
    lanes.set(id, lane);
    return lane;
  }

  function childOf(lane: Lane, source: Source): ModelChild {
    if (lane.child) return lane.child;
    const { module, ...info } = source;
    const child = startModelChild({
      info,
      module,
      folder: modelsFolder,
      entry: entryFile(new URL('./model-process.ts', import.meta.url)),
      way,
      limits,
      logger,
      onDown: () => {
        if (lane.child === child) lane.child = null;
        // Waits until the process is gone: at the end of a test, or of the engine, none may be left.
        track(child.close());
      },
    });
    lane.child = child;
    return child;
  }

  function track(end: Promise<void>): void {
    ending.add(end);
    void end.finally(() => ending.delete(end));
  }

  async function run(
    source: Source,
    pictures: readonly ModelPicture[],
    config: ModelConfig,
    signal: AbortSignal,
  ) {
    const lane = laneOf(source.id);
    clearTimeout(lane.idle);
    try {
      return await lane.queue.run(
        async () => childOf(lane, source).predict(pictures, config, signal),
        signal,
      );
    } finally {
      clearTimeout(lane.idle);
      lane.idle = setTimeout(() => lane.queue.size() === 0 && void lane.child?.close(), limits.idleMs);
      lane.idle.unref();
    }
  }

  return {
    async predict({ model, pictures, config = {} }, signal) {
      const source = sources.find(({ id }) => id === model);
      if (!source) throw unknownModel(model, sources);
      const parsed = predictConfigSchema.safeParse(config);
      if (!parsed.success) {
        const message = `The settings for the model "${source.title}" do not fit: ${z.prettifyError(parsed.error)}`;
        throw new SluiceError('invalid-input', message, { model });
      }
      const { confidence = source.confidence } = parsed.data;
      if (closing.signal.aborted) throw abortedError(`the model "${source.title}" was closed`);
      if (pictures.length === 0) return [];
      const ends = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      return run(source, pictures, { ...parsed.data, confidence }, ends);
    },
    list: () =>
      sources.map(({ module: _module, ...info }) => {
        const child = lanes.get(info.id)?.child ?? null;
        return { ...info, running: child !== null, pid: child?.pid ?? null };
      }),
    async close() {
      closing.abort();
      for (const lane of lanes.values()) {
        clearTimeout(lane.idle);
        if (lane.child) track(lane.child.close());
      }
      await Promise.all(ending);
      for (const lane of lanes.values()) clearTimeout(lane.idle);
    },
  };
}

function unknownModel(model: string, sources: readonly Source[]): SluiceError {
  const known = sources.map(({ id }) => `"${id}"`).join(', ');
  const message = `There is no model "${model}" on this computer. Choose one of those that are there: ${known}.`;
  return new SluiceError('not-found', message, { model });
}
