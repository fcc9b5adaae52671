/**
 * Carries changes of labels and attributes to the annotations that have them, a part at a time: each item's part is a step
 * of its history. One at a time in the whole workspace, in the order in which they were asked for, or a label that is
 * renamed twice would be left halfway.
 */
import { z } from 'zod';
import { changeVocabulary } from '#core/annotation/vocabulary.ts';
import { type DatasetId, datasetIdSchema, type ItemId, itemIdSchema } from '#core/model/ids.ts';
import { type VocabularyChange, vocabularyChangeSchema } from '#core/model/vocabulary-change.ts';
import { findAnnotation } from '../db/queries/annotations.ts';
import type { StoredCommand } from '../db/queries/commands.ts';
import { listAttributes, listWithLabel } from '../db/queries/vocabulary.ts';
import { applyChangeSet } from '../services/annotation-changes.ts';
import type { Tx } from '../unit.ts';

/** Annotations a part: 128 on as many items take about 30 ms. */
const PART = 128;
/** Annotations that are looked at for an attribute in one part. */
const LOOK = 2000;

export const vocabularySpec = z.object({
  datasetIds: z.array(datasetIdSchema),
  changes: z.array(vocabularyChangeSchema),
  person: z.string(),
});
export type VocabularySpec = z.infer<typeof vocabularySpec>;

/** The cursor is a place in `changes`, one in `datasetIds`, and an annotation's id. */
export function vocabularyPart(
  tx: Tx,
  { datasetIds, changes, person }: VocabularySpec,
  { cursor }: Pick<StoredCommand, 'cursor'>,
): { cursor: string | null; done: number } {
  const [first = '0', second = '0', after = ''] = cursor.split('|');
  const at = { change: Number(first), dataset: Number(second) };
  const change = changes[at.change];
  const datasetId = datasetIds[at.dataset];
  if (!change || !datasetId) return { cursor: null, done: 0 };
  const found = look(tx, change, datasetId, after);
  let done = 0;
  for (const [itemId, ids] of found.byItem) done += changeItem(tx, itemId, ids, change, person);
  if (found.last !== null) return { cursor: `${at.change}|${at.dataset}|${found.last}`, done };
  const next = at.dataset + 1 < datasetIds.length ? `${at.change}|${at.dataset + 1}|` : `${at.change + 1}|0|`;
  const isOver = at.dataset + 1 >= datasetIds.length && at.change + 1 >= changes.length;
  return { cursor: isOver ? null : next, done };
}

function look(tx: Tx, change: VocabularyChange, datasetId: DatasetId, after: string) {
  if (change.what === 'label') {
    const rows = listWithLabel(tx.db, { datasetId, label: change.from, after, limit: PART });
    return { byItem: byItem(rows), last: rows.length < PART ? null : (rows.at(-1)?.id ?? null) };
  }
  const rows = listAttributes(tx.db, { datasetId, after, limit: LOOK });
  const key = JSON.stringify(change.what === 'value' ? change.key : change.from);
  // The text is asked first: most annotations do not name the attribute at all.
  const named = rows.filter(
    ({ attributes, metadata }) => attributes.includes(key) || metadata?.includes(key),
  );
  const some = named.slice(0, PART);
  const isCut = named.length > PART;
  const last = isCut ? some.at(-1)?.id : rows.length < LOOK ? undefined : rows.at(-1)?.id;
  return { byItem: byItem(some), last: last ?? null };
}

function byItem(rows: readonly { readonly id: string; readonly itemId: ItemId }[]): Map<ItemId, string[]> {
  const map = new Map<ItemId, string[]>();
  for (const { id, itemId } of rows) map.set(itemId, [...(map.get(itemId) ?? []), id]);
  return map;
}

function changeItem(
  tx: Tx,
  itemId: ItemId,
  ids: readonly string[],
  change: VocabularyChange,
  person: string,
): number {
  const diffs = ids.flatMap((id) => {
    const before = findAnnotation(tx.db, id);
    const diff = before && changeVocabulary(before, change, { person, at: tx.now });
    return diff ? [diff] : [];
  });
  if (diffs.length > 0) {
    // The history names who changed the recipe, not the machine that carries it through.
    applyChangeSet(
      { ...tx, actor: person },
      { id: tx.id(), itemId: itemIdSchema.parse(itemId), title: titleOf(change), diffs },
    );
  }
  return diffs.length;
}

/** At most a hundred characters, as all names of steps. */
function titleOf(change: VocabularyChange): string {
  const cut = (text: string) => (text.length > 30 ? `${text.slice(0, 29)}…` : text);
  const what = change.what === 'value' ? 'Option' : change.what === 'key' ? 'Attribute' : 'Label';
  return change.to === null
    ? `${what} ${cut(change.from)} removed from recipe`
    : `${what} ${cut(change.from)} is now ${cut(change.to)}`;
}
