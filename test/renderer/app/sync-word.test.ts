/** The title bar says what is true of all remotes together, and nothing that needs the person is hidden. */
import { expect, test } from 'vitest';
import { type SyncState, syncStateSchema } from '#core/model/sync.ts';
import { wordOf } from '#renderer/app/layout/sync-word.ts';

const remoteId = '1'.repeat(24);
const as = (change: Partial<SyncState>): SyncState =>
  syncStateSchema.parse({
    ...{ remoteId, state: 'idle', message: null, certificate: null, queued: 0, parked: 0 },
    ...{ syncedAt: 5, retryAt: null, ...change },
  });
const fine = as({});

test.each<[what: string, states: readonly SyncState[], conflicts: number, state: string, count: number]>([
  ['no remote', [], 0, 'on-disk', 0],
  ['no remote, and a conflict of one that is gone', [], 2, 'undecided', 2],
  ['in step', [fine], 0, 'synced', 0],
  ['while it is looked for what others did', [as({ state: 'working' })], 0, 'synced', 0],
  ['not asked since the start', [as({ syncedAt: null })], 0, 'on-disk', 0],
  ['one of two not asked since the start', [fine, as({ syncedAt: null })], 0, 'on-disk', 0],
  ['changes on the way', [as({ queued: 2 }), as({ queued: 3 })], 0, 'queued', 5],
  ['changes on the way, and nobody there', [as({ state: 'offline', queued: 2 })], 0, 'queued', 2],
  ['changes that wait for the person to go on', [as({ state: 'paused', queued: 2 })], 0, 'queued', 2],
  ['nobody there, all was sent', [fine, as({ state: 'offline' })], 0, 'offline', 0],
  ['paused, all was sent', [fine, as({ state: 'paused' })], 0, 'paused', 0],
  ['one paused, one not reached', [as({ state: 'paused' }), as({ state: 'offline' })], 0, 'offline', 0],
  ['conflicts, all was sent', [fine], 3, 'undecided', 3],
  ['conflicts and changes on the way', [as({ queued: 2 })], 3, 'undecided', 3],
  ['conflicts while nobody is there', [as({ state: 'offline' })], 1, 'undecided', 1],
  ['not taken', [as({ queued: 2, parked: 1 })], 3, 'stuck', 1],
  ['another token is wanted', [fine, as({ state: 'denied', queued: 4 })], 0, 'stuck', 0],
  ['its certificate is not trusted', [as({ state: 'untrusted' })], 2, 'stuck', 0],
])('%s', (_, states, conflicts, state, count) => {
  expect(wordOf(states, conflicts)).toMatchObject({ state, count });
});

test('what is on the way is known beside the rest', () => {
  expect(wordOf([as({ queued: 2 })], 3)).toMatchObject({ queued: 2 });
});
