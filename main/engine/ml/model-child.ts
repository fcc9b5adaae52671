/**
 * The process of one model as the engine sees it: starts it, hands it batches, and ends it when it hangs.
 */
import { fromWireError, type SluiceError } from '#core/errors.ts';
import type { Logger } from '#core/ports.ts';
import { lineTail } from '../media/line-tail.ts';
import { abortedError } from '../media/run-tool.ts';
import { type HostWay, startHosted } from '../process-host.ts';
import type { ModelInfo, ModelPicture, PredictOutcome } from './model.ts';
import { type Culprit, crashedError, hungError, nonsenseError } from './model-errors.ts';
import { type FromModel, fromModelSchema, type ToModel } from './protocol.ts';
import { type SilenceWatch, watchSilence } from './silence-watch.ts';

export type ModelLimits = {
  /** Longest time to load the model. All times are in milliseconds. */
  readonly startMs: number;
  /** Time between two signs of life. */
  readonly beatMs: number;
  /** Longest time without one. */
  readonly silenceMs: number;
  /** Longest time for one picture; a batch may take this times its pictures. */
  readonly pictureMs: number;
  /** Longest time to end after being asked to. */
  readonly graceMs: number;
};

export type ModelChildOptions = {
  readonly info: ModelInfo;
  /** URL of a module with the model; null for one that comes with the app. */
  readonly module: string | null;
  readonly folder: string | null;
  /** The file to start, see `entryFile`. */
  readonly entry: string;
  readonly way: HostWay;
  readonly limits: ModelLimits;
  readonly logger: Logger;
  /** It is of no use any more: closed, crashed or ended for a fault. Told once. */
  readonly onDown: () => void;
};

export type ModelConfig = Extract<ToModel, { kind: 'predict' }>['config'];

export type ModelChild = {
  /** Null for a thread. */
  readonly pid: number | null;
  /**
   * Works on one batch; the next one may come when this has settled. Throws `aborted`, `tool-failed` when the process
   * crashed or hung (its next start may do better), and whatever the model threw.
   */
  predict(
    pictures: readonly ModelPicture[],
    config: ModelConfig,
    signal: AbortSignal,
  ): Promise<PredictOutcome[]>;
  /** Ends the process; settles when it is gone. A batch at work fails with `aborted`. */
  close(): Promise<void>;
};

type Flight = {
  readonly batch: number;
  readonly pictures: readonly ModelPicture[];
  /** The picture at work, null while that is not known. */
  current: number | null;
  readonly land: (outcomes: PredictOutcome[]) => void;
  readonly crash: (error: SluiceError) => void;
};

const OUTPUT_LINES = 20;

/** Starts the process; it begins to load its model at once. */
export function startModelChild(options: ModelChildOptions): ModelChild {
  const { info, module, folder, entry, way, limits, logger, onDown } = options;
  const output = lineTail(OUTPUT_LINES);
  const ready = deferred();
  const gone = deferred();
  // Whoever hands it a batch hears of it; without one there is nobody to tell.
  ready.promise.catch(() => undefined);
  let watch: SilenceWatch | null = null;
  let flight: Flight | null = null;
  let batches = 0;
  let down: SluiceError | null = null;
  const hosted = startHosted(entry, way, {
    message(raw) {
      // What was on its way when it was ended.
      if (down) return;
      const parsed = fromModelSchema.safeParse(raw);
      if (parsed.success) hear(parsed.data);
      else fail(nonsenseError(culprit(), parsed.error.message));
    },
    exit(how) {
      fail(crashedError(culprit(), how));
      gone.resolve();
    },
    output(line) {
      output.add(line);
      logger.log('debug', line, { model: info.id, pid: hosted.pid });
    },
  });
  const startLimit = setTimeout(() => fail(hungError(culprit(), limits.startMs)), limits.startMs);
  send({ kind: 'start', model: info.id, module, folder, beatMs: limits.beatMs });

  function send(message: ToModel): void {
    hosted.send(message);
  }

  function hear(message: FromModel): void {
    watch?.alive();
    switch (message.kind) {
      case 'alive':
        break;
      case 'ready':
        clearTimeout(startLimit);
        watch = watchSilence(limits.silenceMs, () => fail(hungError(culprit(), limits.silenceMs)));
        ready.resolve();
        break;
      case 'unable':
        fail(fromWireError(message.error));
        break;
      case 'working':
        if (flight?.batch === message.batch) flight.current = message.index;
        break;
      case 'outcomes':
        if (flight?.batch === message.batch) land(flight, message.outcomes);
        break;
      case 'failed':
        if (flight?.batch === message.batch) flight.crash(fromWireError(message.error));
        break;
    }
  }

  function land({ pictures, land }: Flight, outcomes: PredictOutcome[]): void {
    const fits =
      outcomes.length === pictures.length &&
      outcomes.every(({ itemId }, index) => itemId === pictures[index]?.itemId);
    if (fits) land(outcomes);
    else fail(nonsenseError(culprit(), `${outcomes.length} answers for ${pictures.length} pictures`));
  }

  /** Ends it for good. Whoever waits hears of it now: a process that the system cannot end must hold up nobody. */
  function fail(error: SluiceError): void {
    if (down) return;
    down = error;
    clearTimeout(startLimit);
    watch?.stop();
    hosted.kill();
    ready.reject(error);
    flight?.crash(error);
    if (error.code !== 'aborted') logger.log('warn', error.message, { ...error.details });
    onDown();
  }

  function culprit(): Culprit {
    const { pictures = [], current = null } = flight ?? {};
    const at = current === null ? undefined : pictures[current];
    return {
      model: info.id,
      title: info.title,
      pid: hosted.pid,
      itemIds: (at ? [at] : pictures).map(({ itemId }) => itemId),
      output: output.lines(),
    };
  }

  function fly(pictures: readonly ModelPicture[], config: ModelConfig, signal: AbortSignal) {
    return new Promise<PredictOutcome[]>((resolve, reject) => {
      const batch = ++batches;
      const aborted = abortedError(`the prediction of "${info.title}"`);
      const limitMs = limits.pictureMs * pictures.length;
      const timers = [setTimeout(() => fail(hungError(culprit(), limitMs)), limitMs)];
      // The model ends at the next picture; one that does not is ended, or the next batch would wait for it.
      const cancel = () => {
        send({ kind: 'cancel', batch });
        timers.push(setTimeout(() => fail(aborted), limits.graceMs));
      };
      const settle = () => {
        flight = null;
        for (const timer of timers) clearTimeout(timer);
        signal.removeEventListener('abort', cancel);
      };
      flight = {
        batch,
        pictures,
        current: null,
        land: (outcomes) => {
          settle();
          if (signal.aborted) reject(aborted);
          else resolve(outcomes);
        },
        crash: (error) => {
          settle();
          reject(signal.aborted ? aborted : error);
        },
      };
      signal.addEventListener('abort', cancel, { once: true });
      send({ kind: 'predict', batch, pictures: [...pictures], config });
    });
  }

  return {
    pid: hosted.pid,
    async predict(pictures, config, signal) {
      await unlessAborted(ready.promise, signal, `the prediction of "${info.title}"`);
      if (down) throw down;
      return fly(pictures, config, signal);
    },
    async close() {
      if (!down) {
        down = abortedError(`the model "${info.title}" was closed`);
        clearTimeout(startLimit);
        watch?.stop();
        send({ kind: 'close' });
        ready.reject(down);
        flight?.crash(down);
        onDown();
      }
      const force = setTimeout(() => hosted.kill(), limits.graceMs);
      // One that even the system cannot end (it waits for a dead disk) is left behind.
      const giveUp = setTimeout(gone.resolve, 2 * limits.graceMs);
      await gone.promise;
      clearTimeout(force);
      clearTimeout(giveUp);
    },
  };
}

type Deferred = {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
};

function deferred(): Deferred {
  let [resolve, reject] = [() => {}, (_error: Error) => {}];
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve: () => resolve(), reject: (error) => reject(error) };
}

/** Waits no longer than until the signal fires, which throws `aborted`. */
function unlessAborted(promise: Promise<void>, signal: AbortSignal, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(abortedError(what));
    if (signal.aborted) return giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
