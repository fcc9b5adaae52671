/** Which attributes an object may have, which it must have, and whether its values fit them. */
import type { Annotation } from '../model/annotation.ts';
import type { Metadata } from '../model/common.ts';
import type { Attribute, Label } from '../model/recipe.ts';

/** What of a recipe says what may be labelled. */
export type Vocabulary = {
  readonly labels: readonly Label[];
  readonly attributes: readonly Attribute[];
};

type Labelled = Pick<Annotation, 'label' | 'attributes'>;

/** Label of the annotation of type `class` that carries what is said of an item as a whole. */
export const ITEM_LABEL = 'item';

/** What may be said of objects with the label: in its scope or that of a label above it, or named by the label. */
export function attributesOf({ labels, attributes }: Vocabulary, label: string): Attribute[] {
  const named = labels.find(({ name }) => name === label)?.attributes ?? [];
  return attributes.filter(
    ({ key, scope, level }) =>
      level !== 'item' && (named.includes(key) || scope.some((each) => covers(each, label))),
  );
}

/** What may be said of the item as a whole. */
export function itemAttributesOf({ attributes }: Vocabulary): Attribute[] {
  return attributes.filter(({ level }) => level === 'item');
}

/** What is asked of an object with its label and values now: those whose condition holds, one after the other. */
export function askedOf(vocabulary: Vocabulary, { label, attributes }: Labelled): Attribute[] {
  const all =
    label === ITEM_LABEL && !vocabulary.labels.some(({ name }) => name === ITEM_LABEL)
      ? itemAttributesOf(vocabulary)
      : attributesOf(vocabulary, label);
  return all.filter((attribute) => holds(attribute, attributes));
}

/** True when the condition of an attribute holds among the other values. */
export function holds({ when }: Attribute, values: Metadata): boolean {
  return when === undefined || textsOf(values[when.key]).some((text) => when.values.includes(text));
}

/** Those that must have a value and have none. */
export function missingOf(vocabulary: Vocabulary, object: Labelled): Attribute[] {
  return askedOf(vocabulary, object).filter(
    ({ key, optional }) => optional === false && isBlank(object.attributes[key]),
  );
}

/** What a new object with the label has. */
export function defaultsOf(vocabulary: Vocabulary, label: string): Metadata {
  return Object.fromEntries(
    attributesOf(vocabulary, label).flatMap(({ key, default: value }) =>
      value === undefined ? [] : [[key, value] as const],
    ),
  );
}

/** A value that a person would call not filled in. False and 0 are answers. */
export function isBlank(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '';
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** Values of a text, of a list of them, or of yes and no, as they stand in lists of options. */
export function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((each) => typeof each === 'string');
  return isBlank(value) || typeof value === 'object' ? [] : [String(value)];
}

/** True when the attribute may have the value. What is not there fits. */
export function fits(attribute: Attribute, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  switch (attribute.type) {
    case 'options': {
      const known = attribute.values ?? [];
      if (attribute.multi ? !Array.isArray(value) : typeof value !== 'string') return false;
      return [value].flat().every((each) => typeof each === 'string' && known.includes(each));
    }
    case 'boolean':
      return typeof value === 'boolean';
    case 'range': {
      const { min, max } = attribute.range ?? {
        min: Number.NEGATIVE_INFINITY,
        max: Number.POSITIVE_INFINITY,
      };
      return typeof value === 'number' && value >= min && value <= max;
    }
    case 'number':
      return typeof value === 'number';
    case 'freeText':
      return typeof value === 'string';
  }
}

/** Of several objects the value that all have; `mixed` when they differ. */
export function commonValue(objects: readonly Labelled[], key: string): { value: unknown; mixed: boolean } {
  const [first] = objects;
  const value = first?.attributes[key];
  const text = JSON.stringify(value);
  const mixed = objects.some(({ attributes }) => JSON.stringify(attributes[key]) !== text);
  return { value: mixed ? undefined : value, mixed };
}

/** A label covers those below it in the tree. */
function covers(scope: string, label: string): boolean {
  return scope === '*' || scope === label || label.startsWith(`${scope}.`);
}
