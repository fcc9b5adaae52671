/** Counters agree with the rows they count. */
import { COUNTER_SOURCES } from '../db/queries/counter-check.ts';
import { type CheckWork, pause } from './work.ts';

export async function checkCounters({ db, report, signal }: CheckWork): Promise<void> {
  for (const source of COUNTER_SOURCES) {
    for (let after = source.first; ; ) {
      // One state for what is counted and what was kept.
      const { owners, tallies } = db.read(() => {
        const page = source.owners(db, after);
        return { owners: page, tallies: page.length > 0 ? source.tallies(db, page) : [] };
      });
      const last = owners.at(-1);
      if (last === undefined) break;
      report.looked('counters', owners.length);
      for (const { key, part, kept, counted } of tallies) {
        report.add({
          check: 'counters',
          severity: 'error',
          what: `It says ${kept}, and there are ${counted}.`,
          where: [source.name, key, part.trim()].filter((text) => text !== '').join(' '),
          remedy: 'No item and no label is lost. Repair the workspace: it is counted again.',
        });
      }
      after = last;
      await pause(signal);
    }
  }
}
