/** What must be said before an item is complete, and is not said. */
import { ITEM_LABEL, itemAttributesOf, missingOf, type Vocabulary } from '#core/annotation/attributes.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import type { Attribute } from '#core/model/recipe.ts';
import { itemAnnotation } from '#renderer/editor/item-actions.ts';
import type { EditorState } from '#renderer/editor/state.ts';

export type Missing = {
  /** Null: of the item as a whole. */
  readonly id: AnnotationId | null;
  readonly label: string;
  readonly attributes: readonly Attribute[];
};

/** Object by object, in the order of their creation; the item itself first. */
export function missingIn({ annotations, labels, attributes }: EditorState): Missing[] {
  if (!attributes.some(({ optional }) => optional === false)) return [];
  const vocabulary: Vocabulary = { labels, attributes };
  const itself = itemAnnotation(annotations);
  const said = itself ?? { label: ITEM_LABEL, attributes: {} };
  const ofItem = itemAttributesOf(vocabulary).length > 0 ? missingOf(vocabulary, said) : [];
  const found = [...annotations.values()]
    .filter(({ id }) => id !== itself?.id)
    .map((object) => ({ id: object.id, label: object.label, attributes: missingOf(vocabulary, object) }))
    .filter((missing) => missing.attributes.length > 0);
  return [...(ofItem.length > 0 ? [{ id: null, label: ITEM_LABEL, attributes: ofItem }] : []), ...found];
}
