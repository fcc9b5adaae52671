/** What a terminal shows of sync. */
import type { CallOutput } from '#contract/index.ts';
import type { AbilityReason, RemoteAbility } from '#core/model/remote-ability.ts';
import type { Conflict, Remote, SyncState } from '#core/model/sync.ts';
import { facts, table } from '../output.ts';
import { hostOf, type Offered } from './find.ts';

export type Standing = Remote &
  Omit<SyncState, 'remoteId' | 'certificate'> & {
    /** What it shows, where that is not trusted. */
    readonly shown: SyncState['certificate'];
    readonly keptIn: 'key-store' | 'file' | null;
  };

const time = (at: number | null) => (at === null ? 'never' : new Date(at).toISOString());

export function describeRemote(remote: Remote): string {
  return facts([
    ['remote', hostOf(remote)],
    ['id', remote.id],
    ['as', remote.account],
    ['certificate', remote.certificate ?? 'trusted by the system'],
    ['state', remote.paused ? 'paused' : 'going'],
  ]);
}

export function describeStandings(standings: readonly Standing[]): string {
  if (standings.length === 0) return 'Connected to nothing: sluice sync connect ADDRESS.';
  const rows = standings.map((one) => [
    ...[hostOf(one), one.account, one.state, one.queued, one.parked, time(one.syncedAt)],
    ...[one.keptIn ?? 'nowhere', one.message ?? ''],
  ]);
  return table(['remote', 'as', 'state', 'queued', 'parked', 'in step', 'token in', 'message'], rows);
}

export function describeOffered(datasets: readonly Offered[]): string {
  const rows = datasets.map((one) => [one.project, one.name, one.items, one.idThere, one.datasetId ?? '-']);
  return table(['project', 'dataset', 'items', 'id there', 'linked as'], rows);
}

export function describeConflicts({ conflicts, total }: CallOutput<'sync.conflicts'>): string {
  if (total === 0) return 'No conflicts.';
  const rows = conflicts.map((one: Conflict) => [
    ...[one.id, one.kind, one.itemId, one.field || 'all of it'],
    ...[short(one.base), short(one.mine), short(one.theirs), one.by ?? '-', one.choice ?? '-'],
  ]);
  return table(['id', 'kind', 'item', 'field', 'before', 'mine', 'theirs', 'by', 'decided'], rows);
}

const short = (value: unknown) => (value === undefined ? '-' : JSON.stringify(value).slice(0, 60));

export function describeRecipes(recipes: CallOutput<'sync.recipes'>): string {
  const rows = recipes.flatMap(({ recipeId, title, clashes, refused }) => [
    ...(refused ? [[recipeId, title, '', '', '', refused.message]] : []),
    ...clashes.map(({ field, mine, theirs }) => [recipeId, title, field, short(mine), short(theirs), '']),
  ]);
  if (rows.length === 0) return 'No recipe waits for a decision.';
  return table(['id', 'recipe', 'field', 'mine', 'theirs', 'why it was not taken'], rows);
}

export function describeAlong(along: CallOutput<'sync.along'>): string {
  if (along.length === 0) return 'Nothing was taken along.';
  const rows = along.map(({ id, taskName, items, left, until, away, message }) => [
    ...[id, taskName, items, left, time(until), away.files === 0 ? 'all here' : `${away.files} missing`],
    message ?? '',
  ]);
  return table(['id', 'task', 'items', 'left', 'until', 'files', 'message'], rows);
}

export function describeParked(parked: CallOutput<'sync.parked'>): string {
  if (parked.length === 0) return 'The remotes took everything.';
  const rows = parked.map((one) => [one.seq, one.kind, one.itemId, one.message]);
  return table(['seq', 'kind', 'item', 'why'], rows);
}

const REASONS = {
  'last-wins': 'of two changes of one field in the same moment the later stands',
  'on-objects': 'on objects only',
  'gone-through': 'found when everything is gone through, now and then',
  'gone-for-good': 'what is deleted there is gone, so nothing is deleted from here',
  asked: 'it is asked now and then',
  'unknown-there': 'it has nothing of the kind',
  refused: 'refused',
} as const satisfies Record<AbilityReason, string>;

export function describeAbilities(abilities: readonly RemoteAbility[]): string {
  const rows = abilities.map(({ ability, extent, reason, message }) => [
    ...[ability, extent],
    message ?? (reason === null ? '' : REASONS[reason]),
  ]);
  return table(['', 'supported', ''], rows);
}
