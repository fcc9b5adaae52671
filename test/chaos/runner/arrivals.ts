/** Brings items in, a few folders at a time. What an import had not done when it was killed is handed in again. */
import { keepGoing, type RunState } from './run-state.ts';

export type Supply = {
  readonly folders: readonly string[];
  /** Items in each folder; the last may have fewer. */
  readonly each: number;
  readonly items: number;
  /** How many of the folders should be there by now. */
  readonly due: () => number;
};

/** Folders that are handed in at once. */
const AT_ONCE = 3;

export async function bringIn(run: RunState, supply: Supply): Promise<void> {
  const { client, ground, book } = run;
  const { folders, each, items } = supply;
  /** Folders that were handed in, in their order. */
  let given = 0;
  /** Items that are in: of which folders is not known, as the files of an import come in as they are read. */
  let count = 0;
  await keepGoing(run, async () => {
    const due = Math.min(supply.due(), folders.length);
    const expected = Math.min(due * each, items);
    if (count >= expected) return false;
    ({ count } = await client.ask('items.count', { datasetId: ground.inbox }));
    if (count >= expected || (await client.ask('diagnostics.idle', {})).ingestBusy) return false;
    // Something is missing of what was handed in: from the first folder on again, as what is there is only found again.
    if (given >= due) given = 0;
    const paths = folders.slice(given, Math.min(due, given + AT_ONCE));
    await client.insist('items.import', { datasetId: ground.inbox, paths, mode: 'copy' });
    given += paths.length;
    book.count('imports');
    return false;
  });
}
