/** When each remote is exchanged with, and how that stands: at once after changes here or there, later after a failure. */
import { isSluiceError, toWireError } from '#core/errors.ts';
import { type Remote, type RemoteId, type SyncState, shownCertificateSchema } from '#core/model/sync.ts';
import type { EngineContext } from '../context.ts';
import { findRemote, listRemotes } from '../db/queries/remotes.ts';
import { countWaiting } from '../db/queries/waiting.ts';
import { waitAfter } from './backoff.ts';
import { createEar, type Ear } from './ear.ts';
import { exchange } from './exchange.ts';
import { carryOut } from './orders.ts';
import { askAfter, fetchAfter, type Pace } from './pace.ts';
import { asked } from './refusal.ts';
import type { RemoteApi } from './remote.ts';

type Run = {
  state: SyncState['state'];
  message: string | null;
  certificate: SyncState['certificate'];
  syncedAt: number | null;
  retryAt: number | null;
  failures: number;
  timer: NodeJS.Timeout | null;
  working: Promise<void> | null;
  /** When the last exchange began. */
  begun: number;
  /** Exchanges in a row that brought nothing. */
  quiet: number;
  readonly ear: Ear;
  hearing: Promise<void> | null;
  closing: AbortController;
};

export type Runs = {
  state(remoteId: RemoteId): SyncState;
  /** Exchanges with it now, and answers when that is done, well or badly. */
  now(remoteId: RemoteId): Promise<void>;
  /** A remote is new, paused, or has another token. */
  changed(remoteId: RemoteId): void;
  /** Something was changed here: cheap. */
  wake(): void;
  forget(remoteId: RemoteId): Promise<void>;
  start(): void;
  close(): Promise<void>;
};

export type RunsOptions = {
  readonly ctx: EngineContext;
  /** @throws SluiceError `remote-denied` without a token */
  readonly apiOf: (remote: Remote) => Promise<RemoteApi>;
  readonly told: () => void;
  /** An exchange went well. */
  readonly exchanged: () => void;
  readonly pace: Pace;
};

export function createRuns({ ctx, apiOf, told, exchanged, pace }: RunsOptions): Runs {
  const { db, ports } = ctx;
  const runs = new Map<RemoteId, Run>();
  let gathering: NodeJS.Timeout | null = null;
  let closed = false;

  function runOf(id: RemoteId): Run {
    const known = runs.get(id);
    if (known) return known;
    const made: Run = {
      state: findRemote(db, id)?.paused ? 'paused' : 'idle',
      ...{ message: null, certificate: null, syncedAt: null, retryAt: null, failures: 0, timer: null },
      ...{ working: null, begun: 0, quiet: 0, hearing: null, closing: new AbortController() },
      ear: createEar({ db, remoteId: id, clock: ports.clock, pace }),
    };
    runs.set(id, made);
    return made;
  }

  function later(id: RemoteId, ms: number): void {
    const run = runOf(id);
    if (run.timer) clearTimeout(run.timer);
    if (closed || run.closing.signal.aborted) return;
    run.timer = setTimeout(() => {
      run.timer = null;
      void work(id);
    }, ms).unref();
  }

  function work(id: RemoteId): Promise<void> {
    const run = runOf(id);
    run.working ??= exchangeWith(id, run).finally(() => {
      run.working = null;
    });
    return run.working;
  }

  async function exchangeWith(id: RemoteId, run: Run): Promise<void> {
    const remote = findRemote(db, id);
    if (closed || !remote) return;
    if (remote.paused) {
      set(run, { state: 'paused', message: null, retryAt: null });
      return;
    }
    // Nobody answers there: files are carried.
    if (remote.kind === 'pack') {
      set(run, { state: 'idle' });
      return;
    }
    set(run, { state: 'working', retryAt: null });
    run.begun = ports.clock.now();
    const { signal } = run.closing;
    try {
      const api = await apiOf(remote);
      const came = await exchange({ ctx, remote, api, signal });
      const pipelines = api.pipelines?.(signal);
      if (pipelines) await asked(() => carryOut({ ctx, remote, pipelines }));
      run.failures = 0;
      run.quiet = came ? 0 : run.quiet + 1;
      set(run, { state: 'idle', message: null, certificate: null, syncedAt: ports.clock.now() });
      exchanged();
      run.hearing ??= hear(id, run, api).finally(() => {
        run.hearing = null;
      });
    } catch (error) {
      if (signal.aborted) return;
      failed(id, run, error);
    }
  }

  /** Waits for what others change, until it is fetched or something stands in the way. */
  async function hear(id: RemoteId, run: Run, api: RemoteApi): Promise<void> {
    const { signal } = run.closing;
    for (;;) {
      const heard = await run.ear.listen(api, signal);
      // What an exchange that runs now has read already, and what not, is known only by asking again after it.
      const { working } = run;
      await working;
      if (signal.aborted || run.state !== 'idle') return;
      if (working && heard.kind === 'changed') continue;
      run.ear.take(heard);
      const since = ports.clock.now() - run.begun;
      const wait =
        heard.kind === 'deaf'
          ? askAfter(pace, run.quiet, ports.random)
          : fetchAfter(pace, since, ports.random);
      if (run.timer === null) later(id, wait);
      return;
    }
  }

  function failed(id: RemoteId, run: Run, error: unknown): void {
    const { code, message, details } = toWireError(error);
    // Asked again and again with a token that is not taken, a server shuts the door for good.
    if (code === 'remote-denied') {
      set(run, { state: 'denied', message, retryAt: null });
      return;
    }
    if (!isSluiceError(error)) ports.logger.log('error', 'sync failed', { error: message });
    run.failures += 1;
    const wait = waitAfter(run.failures, ports.random);
    // Looked at again all the same: a net that asks for a log-in of its own shows another certificate until it has it.
    const state = code === 'remote-untrusted' ? 'untrusted' : 'offline';
    const certificate = shownCertificateSchema.safeParse(details['certificate']).data ?? null;
    set(run, { state, message, certificate, retryAt: ports.clock.now() + wait });
    later(id, wait);
  }

  function set(run: Run, change: Partial<Run>): void {
    Object.assign(run, change);
    told();
  }

  /** What was gathered goes out, where nothing is known to stand in its way. */
  function gathered(): void {
    gathering = null;
    for (const { id } of listRemotes(db)) {
      const { state, working } = runOf(id);
      if (countWaiting(db, id).queued === 0) continue;
      told();
      if (state === 'idle') later(id, 0);
      else if (working) void working.then(() => later(id, 0));
    }
  }

  async function stop(run: Run): Promise<void> {
    if (run.timer) clearTimeout(run.timer);
    run.closing.abort();
    await run.working?.catch(() => undefined);
    await run.hearing;
  }

  return {
    state(remoteId) {
      const { state, message, certificate, syncedAt, retryAt } = runOf(remoteId);
      return { remoteId, state, message, certificate, syncedAt, retryAt, ...countWaiting(db, remoteId) };
    },
    async now(remoteId) {
      const run = runOf(remoteId);
      // What runs may have begun before the change that somebody waits for.
      await run.working;
      await work(remoteId);
    },
    changed(remoteId) {
      const run = runOf(remoteId);
      run.failures = 0;
      // What runs now may have gone past what this is about.
      if (run.working) void run.working.then(() => later(remoteId, 0));
      else later(remoteId, 0);
    },
    wake() {
      if (closed || gathering || runs.size === 0) return;
      gathering = setTimeout(gathered, pace.gatherMs).unref();
    },
    async forget(remoteId) {
      const run = runs.get(remoteId);
      runs.delete(remoteId);
      if (run) await stop(run);
    },
    start() {
      for (const { id } of listRemotes(db)) later(id, 0);
    },
    async close() {
      closed = true;
      if (gathering) clearTimeout(gathering);
      await Promise.all([...runs.values()].map(stop));
    },
  };
}
