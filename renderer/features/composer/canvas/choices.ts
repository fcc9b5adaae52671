/** What can come next, as it is offered while somebody types. */
import { findEntries, type LibraryEntry } from '../library/entries.ts';

export type NextChoice =
  | { readonly kind: 'node'; readonly entry: LibraryEntry }
  /** A dataset node that is set up already. */
  | { readonly kind: 'dataset'; readonly id: string; readonly name: string }
  /** The same with a dataset that is made for it. */
  | { readonly kind: 'new-dataset'; readonly name: string };

export type Offered = {
  /** Those that fit where the new one is put in. */
  readonly entries: readonly LibraryEntry[];
  /** Those of the project; undefined: not known yet. */
  readonly datasets: readonly { readonly id: string; readonly name: string }[] | undefined;
};

/**
 * The best one first: nodes whose name begins so, datasets that are called so, other nodes. A dataset that is not there can
 * be made, which is offered last, so that Enter never makes one by mistake.
 */
export function nextChoices(text: string, { entries, datasets }: Offered): readonly NextChoice[] {
  const wanted = text.trim();
  const begins = (entry: LibraryEntry) => entry.title.toLowerCase().startsWith(wanted.toLowerCase());
  const found = findEntries(wanted, entries);
  const node = (entry: LibraryEntry): NextChoice => ({ kind: 'node', entry });
  const named: NextChoice[] = [];
  const made: NextChoice[] = [];
  if (datasets && entries.some((entry) => entry.offer === 'storage')) {
    for (const { id, name } of datasets) {
      if (name.toLowerCase().includes(wanted.toLowerCase())) named.push({ kind: 'dataset', id, name });
    }
    if (wanted !== '' && !datasets.some(({ name }) => name === wanted)) {
      made.push({ kind: 'new-dataset', name: wanted });
    }
  }
  return [
    ...found.filter(begins).map(node),
    ...named,
    ...found.filter((entry) => !begins(entry)).map(node),
    ...made,
  ];
}
