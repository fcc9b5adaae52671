import type { SyncState } from '#core/model/sync.ts';
import { useCall } from '#renderer/client/hooks.ts';

/** What of the person's work the remotes have, and what needs the person. */
export type SyncWord = {
  readonly state: 'on-disk' | 'stuck' | 'undecided' | 'queued' | 'paused' | 'offline' | 'synced';
  /** Of what the state speaks of; 0 where that has no number. */
  readonly count: number;
  /** Changes that no remote has confirmed, whatever else is to be said. */
  readonly queued: number;
};

/** The first that is true of these: nothing that needs a person is hidden by what goes by itself. */
export function wordOf(states: readonly SyncState[], conflicts: number): SyncWord {
  const sum = (key: 'queued' | 'parked') => states.reduce((all, one) => all + one[key], 0);
  const some = (...wanted: readonly SyncState['state'][]) =>
    states.some(({ state }) => wanted.includes(state));
  const queued = sum('queued');
  const word = (state: SyncWord['state'], count = 0): SyncWord => ({ state, count, queued });
  const parked = sum('parked');
  // A remote that wants a token gets nothing, however often it is tried.
  if (parked > 0 || some('denied', 'untrusted')) return word('stuck', parked);
  if (conflicts > 0) return word('undecided', conflicts);
  if (queued > 0) return word('queued', queued);
  if (some('offline')) return word('offline');
  if (some('paused')) return word('paused');
  // Asked of nothing yet since the start: nobody knows. Without a remote there is nothing to know.
  const known = states.length > 0 && states.every(({ syncedAt }) => syncedAt !== null);
  return word(known ? 'synced' : 'on-disk');
}

export function useSyncWord(): SyncWord {
  const states = useCall('sync.states', {}).data ?? [];
  const conflicts = useCall('sync.conflicts', { limit: 1 }).data?.total ?? 0;
  const recipes = useCall('sync.recipes', {}).data ?? [];
  const clashes = recipes.reduce((all, recipe) => all + recipe.clashes.length, 0);
  return wordOf(states, conflicts + clashes);
}
