import type { SyncState } from '#core/model/sync.ts';
import { useCall } from '#renderer/client/hooks.ts';

/** What the remotes make of "on disk": nothing while there are none. */
export type SyncWord = { readonly state: 'on-disk' | 'queued' | 'stuck' | 'synced'; readonly count: number };

export function wordOf(states: readonly SyncState[]): SyncWord {
  const sum = (key: 'queued' | 'parked') => states.reduce((all, one) => all + one[key], 0);
  if (states.length === 0) return { state: 'on-disk', count: 0 };
  const parked = sum('parked');
  // A remote that wants a token gets nothing, however often it is tried.
  if (parked > 0 || states.some(({ state }) => state === 'denied' || state === 'untrusted'))
    return { state: 'stuck', count: parked };
  const queued = sum('queued');
  if (queued > 0) return { state: 'queued', count: queued };
  // Asked of nothing yet since the start: nobody knows.
  const known = states.every(({ syncedAt }) => syncedAt !== null);
  return { state: known ? 'synced' : 'on-disk', count: 0 };
}

export function useSyncWord(): SyncWord {
  return wordOf(useCall('sync.states', {}).data ?? []);
}
