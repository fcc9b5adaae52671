/** What the words of `sluice sync` do, by the contract's calls. */
import { isSluiceError, SluiceError } from '#core/errors.ts';
import { fingerprintSchema, type Remote, shownCertificateSchema } from '#core/model/sync.ts';
import type { CliEngine } from '../engine.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { findDataset } from '../tasks/find.ts';
import type { Standing } from './describe.ts';
import { findOffered, findRemote, hostOf, offeredBy } from './find.ts';
import { readSecret } from './secret.ts';

type Callable = Pick<CliEngine, 'call'>;

export type ConnectWish = {
  readonly address: string;
  /** Whose password is asked for, in place of a token. */
  readonly user?: string | undefined;
  /** From standard input. */
  readonly fromInput: boolean;
  /** SHA-256 of a certificate. */
  readonly trust?: string | undefined;
};

/** @throws SluiceError see `sync.connect`; `remote-untrusted` says how to trust what was shown. */
export async function connect(engine: Callable, wish: ConnectWish, signal: AbortSignal): Promise<Remote> {
  const { address, user, fromInput, trust } = wish;
  const credentials =
    user === undefined
      ? { token: await readSecret({ what: 'token', variable: 'SLUICE_HUB_TOKEN', fromInput }, signal) }
      : {
          user,
          password: await readSecret(
            { what: 'password', variable: 'SLUICE_HUB_PASSWORD', fromInput },
            signal,
          ),
        };
  const certificate = trust === undefined ? null : fingerprintIn(trust);
  try {
    return await engine.call('sync.connect', { address, credentials, certificate });
  } catch (error) {
    if (!isSluiceError(error, 'remote-untrusted')) throw error;
    const { fingerprint } = shownCertificateSchema.parse(error.details['certificate']);
    const message = `${error.message} Its SHA-256 is ${fingerprint}. When that is right: --trust ${fingerprint}`;
    throw new SluiceError(error.code, message, error.details, { cause: error });
  }
}

export function fingerprintIn(text: string): string {
  const parsed = fingerprintSchema.safeParse(text.toUpperCase());
  if (parsed.success) return parsed.data;
  throw new SluiceError(
    'invalid-input',
    `"${text}" is no fingerprint: it is the SHA-256 that "sluice serve" prints.`,
  );
}

/** How the remotes stand that are meant, or all. */
export async function standings(engine: Callable, remotes?: readonly Remote[]): Promise<Standing[]> {
  const [all, states, tokens] = await Promise.all([
    remotes ?? engine.call('sync.remotes', {}),
    engine.call('sync.states', {}),
    engine.call('sync.tokens', {}),
  ]);
  return all.flatMap((remote) => {
    const state = states.find(({ remoteId }) => remoteId === remote.id);
    if (!state) return [];
    const { remoteId: _, certificate: shown, ...rest } = state;
    const keptIn = tokens.find(({ remoteId }) => remoteId === remote.id)?.keptIn ?? null;
    return [{ ...remote, ...rest, shown, keptIn }];
  });
}

/** Exchanges with the remote that is named, or with all. */
export async function syncNow(engine: Callable, name: string | undefined): Promise<Standing[]> {
  const all = await engine.call('sync.remotes', {});
  const remotes = name === undefined && all.length > 0 ? all : [await findRemote(engine, name)];
  for (const { id } of remotes) await engine.call('sync.now', { remoteId: id });
  return await standings(engine, remotes);
}

/** Paused is as somebody wants it; anything else but in step is a failure. */
export function exitOf(all: readonly Standing[]): ExitCode {
  const good = all.every(({ state, parked }) => state === 'paused' || (state === 'idle' && parked === 0));
  return good ? EXIT.ok : EXIT.workFailed;
}

/** @throws SluiceError `wrong-state` while changes wait to be sent there, unless they may be dropped. */
export async function disconnect(engine: Callable, name: string | undefined, drop: boolean) {
  const remote = await findRemote(engine, name);
  const [standing] = await standings(engine, [remote]);
  const waiting = (standing?.queued ?? 0) + (standing?.parked ?? 0);
  if (waiting > 0 && !drop) {
    const message = `${waiting} changes are not at ${hostOf(remote)} yet. Sync first, or give them up with --drop.`;
    throw new SluiceError('wrong-state', message, { waiting });
  }
  await engine.call('sync.disconnect', { remoteId: remote.id });
  return { id: remote.id, address: remote.address, disconnected: true };
}

/** Links the dataset that is named, and brings its items here. */
export async function link(engine: Callable, name: string, from: string | undefined) {
  const { id: remoteId } = await findRemote(engine, from);
  const offered = findOffered(await offeredBy(engine, remoteId), name);
  const { id: datasetId } = await engine.call('sync.link', { remoteId, datasetIdThere: offered.idThere });
  const { state, message } = await engine.call('sync.now', { remoteId });
  const { itemCount } = await engine.call('datasets.get', { datasetId });
  return { datasetId, name: offered.name, project: offered.project, items: itemCount, state, message };
}

/** Makes it there, and sends what is in it; broken off, `sync now` goes on. */
export async function publish(
  engine: CliEngine,
  {
    name,
    project,
    to,
  }: { readonly name: string; readonly project: string | undefined; readonly to: string | undefined },
): Promise<Standing[]> {
  const remote = await findRemote(engine, to);
  const { id: datasetId } = await findDataset(engine, name, project);
  await engine.call('sync.publish', { remoteId: remote.id, datasetId });
  await engine.call('sync.now', { remoteId: remote.id });
  return await standings(engine, [remote]);
}
