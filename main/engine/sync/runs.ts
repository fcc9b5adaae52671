/** When each remote is exchanged with, and how that stands: at once after changes, now and then, later after a failure. */
import { isSluiceError, toWireError } from '#core/errors.ts';
import type { Remote, RemoteId, SyncState } from '#core/model/sync.ts';
import type { EngineContext } from '../context.ts';
import { countOutbox } from '../db/queries/outbox.ts';
import { findRemote, listRemotes } from '../db/queries/remotes.ts';
import { waitAfter } from './backoff.ts';
import { exchange } from './exchange.ts';
import type { RemoteApi } from './remote.ts';

/** Milliseconds after a change here until it is sent: what a person does in one go goes in one parcel. */
const GATHER_MS = 400;

/** Milliseconds between two questions for what others have changed. */
const ASK_MS = 5_000;

type Run = {
  state: SyncState['state'];
  message: string | null;
  syncedAt: number | null;
  retryAt: number | null;
  failures: number;
  timer: NodeJS.Timeout | null;
  working: Promise<void> | null;
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
};

export function createRuns({ ctx, apiOf, told }: RunsOptions): Runs {
  const { db, ports } = ctx;
  const runs = new Map<RemoteId, Run>();
  let gathering: NodeJS.Timeout | null = null;
  let closed = false;

  function runOf(id: RemoteId): Run {
    const known = runs.get(id);
    if (known) return known;
    const made: Run = {
      ...{ state: 'idle', message: null, syncedAt: null, retryAt: null, failures: 0, timer: null },
      ...{ working: null, closing: new AbortController() },
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
    }, ms);
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
    set(run, { state: 'working', retryAt: null });
    const { signal } = run.closing;
    try {
      await exchange({ ctx, remote, api: await apiOf(remote), signal });
      run.failures = 0;
      set(run, { state: 'idle', message: null, syncedAt: ports.clock.now() });
      later(id, ASK_MS);
    } catch (error) {
      if (signal.aborted) return;
      failed(id, run, error);
    }
  }

  function failed(id: RemoteId, run: Run, error: unknown): void {
    const { code, message } = toWireError(error);
    // Asked again and again with a token that is not taken, a server shuts the door for good.
    if (code === 'remote-denied') {
      set(run, { state: 'denied', message, retryAt: null });
      return;
    }
    if (!isSluiceError(error)) ports.logger.log('error', 'sync failed', { error: message });
    run.failures += 1;
    const wait = waitAfter(run.failures, ports.random);
    set(run, { state: 'offline', message, retryAt: ports.clock.now() + wait });
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
      if (countOutbox(db, id).queued === 0) continue;
      told();
      if (state === 'idle') later(id, 0);
      else if (working) void working.then(() => later(id, 0));
    }
  }

  async function stop(run: Run): Promise<void> {
    if (run.timer) clearTimeout(run.timer);
    run.closing.abort();
    await run.working?.catch(() => undefined);
  }

  return {
    state(remoteId) {
      const { state, message, syncedAt, retryAt } = runOf(remoteId);
      return { remoteId, state, message, syncedAt, retryAt, ...countOutbox(db, remoteId) };
    },
    async now(remoteId) {
      const run = runOf(remoteId);
      // What runs may have begun before the change that somebody waits for.
      await run.working;
      await work(remoteId);
    },
    changed(remoteId) {
      runOf(remoteId).failures = 0;
      later(remoteId, 0);
    },
    wake() {
      if (closed || gathering || runs.size === 0) return;
      gathering = setTimeout(gathered, GATHER_MS);
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
