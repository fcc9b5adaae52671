/**
 * Listens to one remote. It is asked one long question after the other, each of which is answered as soon as something has
 * changed: whatever lies between passes that, and what changes between two questions is seen by the second.
 */
import { isSluiceError } from '#core/errors.ts';
import type { RemoteId } from '#core/model/sync.ts';
import type { Clock } from '#core/ports.ts';
import { isSame } from '#core/sync/canonical.ts';
import type { ReadableDb } from '../db/driver.ts';
import { listLinks } from '../db/queries/remotes.ts';
import type { Pace } from './pace.ts';
import type { RemoteApi } from './remote.ts';

/** Milliseconds: a question that was cut after less has met something that lets none through. */
const SHORTEST_MS = 1000;

/** There is something to fetch; or nothing is heard from this remote, so that it has to be asked. */
export type Heard = { readonly kind: 'changed'; readonly about: string } | { readonly kind: 'deaf' };

export type Ear = {
  /** Only one at a time. Never rejects. */
  listen(api: RemoteApi, signal: AbortSignal): Promise<Heard>;
  /** What was heard is fetched from now on: the same is no news any more. */
  take(heard: Heard): void;
};

type EarOptions = {
  readonly db: ReadableDb;
  readonly remoteId: RemoteId;
  readonly clock: Clock;
  readonly pace: Pace;
};

export function createEar({ db, remoteId, clock, pace }: EarOptions): Ear {
  let about: string | null = null;

  function placesNow() {
    const links = listLinks(db, 'dataset', remoteId);
    return links.flatMap(({ idThere, cursor }) => (cursor === null ? [] : [{ datasetId: idThere, cursor }]));
  }

  return {
    async listen(api, signal) {
      const begun = clock.now();
      for (;;) {
        const places = placesNow();
        if (!api.watch || places.length === 0) return { kind: 'deaf' };
        const asked = clock.now();
        try {
          const answer = await api.watch({ places, about, seconds: pace.watchSeconds }, signal);
          // What it tells of may be what has come, or gone there, since it was asked.
          const isOld = answer.changed && !isSame(places, placesNow());
          const isLate = clock.now() - begun >= pace.silenceMs;
          if ((answer.changed && !isOld) || isLate) return { kind: 'changed', about: answer.about };
        } catch (error) {
          const isCut = isSluiceError(error, 'remote-offline') && clock.now() - asked >= SHORTEST_MS;
          if (signal.aborted || !isCut) return { kind: 'deaf' };
        }
      }
    },
    take(heard) {
      if (heard.kind === 'changed') ({ about } = heard);
    },
  };
}
