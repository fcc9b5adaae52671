/**
 * What runs in the engine's process: answers calls by the contract, with or without an open workspace. The same for
 * the desktop app and the command line.
 */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Envelope, enclose, invalidInput, toText } from '#contract/envelope.ts';
import type { EngineEvent } from '#contract/events.ts';
import {
  type CallArgs,
  type CallName,
  type CallNameAt,
  type CallOutput,
  calls,
  type Handlers,
  isCallName,
} from '#contract/index.ts';
import { SluiceError, toWireError } from '#core/errors.ts';
import type { Workspace } from '#core/model/workspace.ts';
import type { Cipher, Ports, Secrets } from '#core/ports.ts';
import { checkComputer, sqliteVersion } from './doctor.ts';
import { createEngine, type Engine } from './engine.ts';
import { accountHandlers } from './http/accounts/calls.ts';
import { createApi, type ServeOptions } from './http/api.ts';
import type { ApiServer } from './http/server.ts';
import { createJobBoard } from './jobs/board.ts';
import { createNewsFeed, type NewsFeed } from './news/feed.ts';
import type { HostWay } from './process-host.ts';
import { recentWorkspaces } from './recent.ts';
import { jobHandlers } from './services/jobs.ts';
import { restoreHandlers } from './services/restore.ts';
import type { Pace } from './sync/pace.ts';
import { sealedSecrets } from './sync/sealed-secrets.ts';
import { openSecretFile, plainSecrets } from './sync/secret-file.ts';

export type Host = {
  /** Parses the input, answers with the handler's value or an error; never throws. */
  call(name: string, input: unknown): Promise<Envelope<unknown>>;
  /** The same as the text of the envelope, as windows get it: large answers are not made into objects on the way. */
  text(name: string, input: unknown): Promise<string>;
  /** Tells every event from now on; answers how to stop. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /** Starts a server for programs, which serves until it is closed or the host is. @throws SluiceError see `startServer`. */
  serve(options: ServeOptions): Promise<ApiServer>;
  close(): Promise<void>;
};

export type HostOptions = {
  readonly ports: Ports;
  /** Where the person's configuration is kept. */
  readonly configDir: string;
  readonly packagedDir: string | null;
  readonly version: string;
  /** How code runs that may hang or crash; as suits the program that runs when absent. */
  readonly way?: HostWay | undefined;
  /** Whether the API is on whenever the open workspace's settings say so. */
  readonly followApiSetting?: boolean;
  /** The system's key store, for tokens of remotes; absent: they are kept in a file that nobody else may read. */
  readonly cipher?: Cipher | undefined;
  /** How often remotes are exchanged with, where that is not as always. */
  readonly pace?: Partial<Pace> | undefined;
  /** Bytes that are free where a path is; the disk itself when absent. */
  readonly freeSpace?: ((path: string) => number) | undefined;
  /** Where what happens is told, for a server that the host does not start itself; one of its own when absent. */
  readonly news?: NewsFeed;
};

export function createHost(options: HostOptions): Host {
  const { ports } = options;
  const recent = recentWorkspaces(options.configDir);
  const secrets = secretsIn(options);
  const closing = new AbortController();
  const jobs = createJobBoard(ports.clock, (list) => emit({ name: 'jobs.changed', payload: { jobs: list } }));
  const news = options.news ?? createNewsFeed(ports.clock);
  const listeners = new Set<(event: EngineEvent) => void>();
  let engine: Engine | null = null;
  /** Openings and closings take their turn: two at once would fight over one workspace. */
  let turn: Promise<unknown> = Promise.resolve();

  const api = createApi({
    ports,
    folder: join(options.configDir, 'api'),
    version: options.version,
    call: (name, input) => call(name, input),
    subscribe,
    news,
  });

  function emit(event: EngineEvent): void {
    for (const listener of listeners) listener(event);
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  }

  async function closeEngine(): Promise<void> {
    await api.follow(null);
    const closing = engine;
    engine = null;
    await closing?.close();
  }

  function tellWorkspace(workspace: Workspace | null): void {
    emit({ name: 'workspace.changed', payload: { workspace } });
    emit({ name: 'engine.state', payload: { state: workspace ? 'ready' : 'idle', error: null } });
  }

  async function followApi({ settings }: Engine): Promise<void> {
    if (options.followApiSetting) await api.follow(settings());
  }

  async function openWorkspace(path: string): Promise<Workspace> {
    if (engine?.workspace.path === path) return engine.workspace;
    await closeEngine();
    try {
      const { packagedDir, way, pace, freeSpace } = options;
      engine = await createEngine({
        path,
        ports,
        secrets,
        emit,
        jobs,
        packagedDir,
        way,
        news,
        pace,
        freeSpace,
      });
    } catch (error) {
      ports.logger.log('error', 'workspace not opened', { path, error: toWireError(error).message });
      tellWorkspace(null);
      throw error;
    }
    recent.add(path, ports.clock.now());
    await followApi(engine);
    tellWorkspace(engine.workspace);
    return engine.workspace;
  }

  const hostHandlers: Handlers<CallNameAt<'host'>> = {
    ...jobHandlers(jobs),
    ...accountHandlers(api.accounts, ports),
    ...restoreHandlers({ jobs, ports, closing: closing.signal }),
    'workspaces.current': () => engine?.workspace ?? null,
    'workspaces.open': ({ path }) => inTurn(() => openWorkspace(resolve(path))),
    'workspaces.close': () =>
      inTurn(async () => {
        await closeEngine();
        tellWorkspace(null);
        return null;
      }),
    'workspaces.recent': () => recent.list(),
    'workspaces.forget': ({ path }) => {
      recent.forget(path);
      return null;
    },
    'workspaces.suggestPath': ({ name }) => ({
      path: join(homedir(), 'Sluice', fileName(name) || 'workspace'),
    }),
    'api.status': () => api.status(),
    'api.audit': ({ limit }) => api.audit(limit),
    'diagnostics.check': () =>
      checkComputer({
        settings: engine?.settings() ?? null,
        packagedDir: options.packagedDir,
      }),
    'diagnostics.ping': () => ({
      engineNode: process.versions.node,
      sqlite: sqliteVersion(),
      pid: process.pid,
    }),
  };

  async function dispatch<N extends CallName>(name: N, input: unknown): Promise<CallOutput<N>> {
    const args = argsOf(name, input);
    const spec = calls[name];
    const output = await handlerOf(name)(args);
    if (name === 'settings.update' && engine) await followApi(engine);
    return (spec.stored ? output : spec.output.parse(output)) as CallOutput<N>;
  }

  function argsOf<N extends CallName>(name: N, input: unknown): CallArgs<N> {
    const parsed = calls[name].input.safeParse(input);
    if (!parsed.success) throw invalidInput(name, parsed.error.issues);
    return parsed.data as CallArgs<N>;
  }

  function handlerOf<N extends CallName>(
    name: N,
  ): (args: CallArgs<N>) => CallOutput<N> | Promise<CallOutput<N>> {
    const { home } = calls[name];
    if (home === 'shell') {
      throw new SluiceError('unsupported', `${name} needs the desktop app; this engine runs without one.`);
    }
    if (home === 'engine' && !engine) {
      throw new SluiceError('workspace-not-open', 'Open a workspace first.');
    }
    const table: Partial<Handlers<CallName>> = home === 'host' ? hostHandlers : (engine?.handlers ?? {});
    const handler = table[name];
    if (!handler) throw new SluiceError('unknown-call', `There is no call ${name}.`);
    return handler;
  }

  async function call(name: string, input: unknown): Promise<Envelope<unknown>> {
    const envelope = await enclose(() => {
      if (!isCallName(name)) throw new SluiceError('unknown-call', `There is no call ${name}.`);
      return dispatch(name, input ?? {});
    });
    return logged(name, envelope);
  }

  async function text(name: string, input: unknown): Promise<string> {
    const texts: Readonly<Record<string, (args: never) => string>> = engine?.texts ?? {};
    const write = isCallName(name) && Object.hasOwn(texts, name) ? texts[name] : undefined;
    if (!write) return toText(await call(name, input));
    const written = await enclose(() => write(argsOf(name as CallName, input ?? {}) as never));
    return written.ok ? `{"ok":true,"value":${written.value}}` : toText(logged(name, written));
  }

  function logged<T>(name: string, envelope: Envelope<T>): Envelope<T> {
    if (!envelope.ok && envelope.error.code === 'internal') {
      const { message } = envelope.error;
      ports.logger.log('error', 'a call failed unexpectedly', { call: name, error: message });
    }
    return envelope;
  }

  function subscribe(listener: (event: EngineEvent) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return {
    call,
    text,
    subscribe,
    serve: (place) => api.serve(place),
    async close() {
      await api.close();
      closing.abort();
      await inTurn(closeEngine);
      jobs.close();
    },
  };
}

function secretsIn({ configDir, cipher }: HostOptions): Secrets {
  const plain = openSecretFile(join(configDir, 'secrets.json'));
  const sealed = openSecretFile(join(configDir, 'secrets-sealed.json'));
  return cipher ? sealedSecrets({ cipher, sealed, plain }) : plainSecrets(plain, sealed);
}

/** A name as a folder name: what file systems refuse becomes a dash. */
function fileName(name: string): string {
  return name
    .replaceAll(/[\p{Cc}<>:"/\\|?*]+/gu, '-')
    .replaceAll(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 100);
}
