/** What can be put into a graph. */
import { type Offer, wordsOf } from '#core/pipeline/edit/starters.ts';
import type { NodeKind } from '#renderer/ui/node-look.ts';

export type LibraryEntry = {
  readonly offer: Offer;
  readonly title: string;
  readonly summary: string;
  readonly look: NodeKind;
};

/** In the order in which they are offered. */
const LOOKS = {
  storage: 'dataset',
  task: 'label',
  'task.qa': 'qa',
  split: 'split',
  'video.split': 'video',
  'image.transform': 'function',
  'item.set': 'function',
  'item.delete': 'function',
  'quality.check': 'function',
  'annotations.rule': 'function',
  ml: 'model',
  code: 'code',
  user: 'function',
  merge: 'merge',
  wait: 'merge',
  updateVariable: 'other',
  export: 'function',
  webhook: 'function',
} as const satisfies Record<Offer, NodeKind>;

export const ENTRIES: readonly LibraryEntry[] = (Object.keys(LOOKS) as Offer[]).map((offer) => {
  const { title, summary } = wordsOf(offer);
  return { offer, title, summary, look: LOOKS[offer] };
});

/** Those whose name or description has every word that was typed; those whose name begins with it come first. */
export function findEntries(
  text: string,
  entries: readonly LibraryEntry[] = ENTRIES,
): readonly LibraryEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries.filter((entry) => {
    const all = `${entry.title} ${entry.summary} ${entry.offer}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const begins = (entry: LibraryEntry) => entry.title.toLowerCase().startsWith(words[0] ?? '');
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))];
}

/** Under this type an entry's kind is carried while it is dragged. */
export const DRAG_TYPE = 'application/x-sluice-node';
