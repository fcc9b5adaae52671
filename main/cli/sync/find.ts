/** Remotes, and what there is at them, by the names that people give them. */
import type { CallOutput } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Remote, RemoteId } from '#core/model/sync.ts';
import type { CliEngine } from '../engine.ts';
import { onlyOne } from '../pipelines/find.ts';

type Callable = Pick<CliEngine, 'call'>;

/** Its address without what all have. */
export const hostOf = ({ address }: Pick<Remote, 'address'>) => new URL(address).host;

/**
 * The remote of that address, host or id; when none is named, the only one there is.
 * @throws SluiceError `not-found`, or `invalid-input` when it is open which is meant.
 */
export async function findRemote(engine: Callable, name: string | undefined): Promise<Remote> {
  const remotes = await engine.call('sync.remotes', {});
  const [first, ...others] = remotes;
  if (!first)
    throw new SluiceError('not-found', 'This workspace is connected to nothing: sluice sync connect.');
  if (name === undefined && others.length === 0) return first;
  const names = remotes.map(hostOf).join(', ');
  if (name === undefined) throw new SluiceError('invalid-input', `Say which of these is meant: ${names}.`);
  const typed = name.replace(/\/+$/, '');
  const found = remotes.find(
    ({ id, address }) => id === name || address === typed || address.startsWith(`${typed}/`),
  );
  return (
    found ??
    onlyOne(
      remotes.map((one) => ({ ...one, name: hostOf(one) })),
      name,
      { what: 'remote', remedy: '' },
    )
  );
}

export type Offered = CallOutput<'sync.catalog'>[number]['datasets'][number] & { readonly project: string };

export async function offeredBy(engine: Callable, remoteId: RemoteId): Promise<Offered[]> {
  const projects = await engine.call('sync.catalog', { remoteId });
  return projects.flatMap(({ name, datasets }) => datasets.map((one) => ({ ...one, project: name })));
}

/** By its id there, its name, or its project's and its name with a slash between. @throws SluiceError as `onlyOne`. */
export function findOffered(all: readonly Offered[], name: string): Offered {
  const whole = all.filter((one) => `${one.project}/${one.name}` === name);
  const [only] = whole;
  if (only && whole.length === 1) return only;
  const named = all.map((one) => ({ ...one, id: one.idThere }));
  return onlyOne(named, name, {
    what: 'dataset at the remote',
    remedy: 'Give the id, or PROJECT/DATASET.',
    where: ({ project }) => project,
  });
}
