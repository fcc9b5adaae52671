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
  /** Folders that are in completely: they come in their order. */
  let complete = 0;
  await keepGoing(run, async () => {
    const due = Math.min(supply.due(), folders.length);
    if (complete >= due) return false;
    const { count } = await client.ask('items.count', { datasetId: ground.inbox });
    complete = count === items ? folders.length : Math.floor(count / each);
    if (complete >= due || (await client.ask('diagnostics.idle', {})).ingestBusy) return false;
    const paths = folders.slice(complete, Math.min(due, complete + AT_ONCE));
    await client.insist('items.import', { datasetId: ground.inbox, paths, mode: 'copy' });
    book.count('imports');
    return false;
  });
}
