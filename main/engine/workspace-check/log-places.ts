/** Every entry of the event log has a place of its own, given out before it was taken. */
import { lastLogged } from '../db/queries/events.ts';
import { lastEventPlace, listLogPlaces } from '../db/queries/workspace-check.ts';
import { type CheckWork, pause } from './work.ts';

const PAGE = 2000;

export async function checkLogPlaces(work: CheckWork): Promise<void> {
  const { db, report, signal } = work;
  let places = new Float64Array(PAGE);
  let count = 0;
  let taken = lastEventPlace(db);
  for (let after = 0; ; ) {
    const page = listLogPlaces(db, after, PAGE);
    const last = page.at(-1);
    if (!last) break;
    if (count + page.length > places.length) {
      const larger = new Float64Array(places.length * 2);
      larger.set(places);
      places = larger;
    }
    for (const { place, shared } of page) {
      places[count] = place;
      count += 1;
      taken = Math.max(taken, place);
      if (shared) tell(work, place);
    }
    report.looked('log', page.length);
    after = last.key;
    await pause(signal);
  }
  for (const place of doubles(places.subarray(0, count).sort())) tell(work, place);
  // Asked last: what was taken meanwhile was given out before.
  const given = lastLogged(db);
  if (given < taken) {
    report.add({
      check: 'log',
      severity: 'error',
      what: `The log has given out ${given} places, and ${taken} is taken: later entries would meet earlier ones.`,
      where: 'log',
      remedy: 'Go back to a copy of the database from before.',
    });
  }
}

/** Numbers that come more than once, each once. The list is sorted. */
export function doubles(sorted: Float64Array): number[] {
  const found = new Set<number>();
  for (let at = 1; at < sorted.length; at += 1) {
    const place = sorted[at];
    if (place !== undefined && place === sorted[at - 1]) found.add(place);
  }
  return [...found];
}

function tell({ report }: CheckWork, place: number): void {
  report.add({
    check: 'log',
    severity: 'error',
    what: 'Two entries of the log have one place: one of them is not shown.',
    where: `event ${place}`,
    remedy: 'Nothing else is touched by it. Go back to a copy of the database if the log must be whole.',
  });
}
