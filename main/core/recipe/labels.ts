/**
 * Changes of a label tree. Labels stand in one list by dot path, parents before what is below them; what is renamed or
 * moved takes everything below it along, and attributes that name labels follow.
 */
import { SluiceError } from '../errors.ts';
import type { Attribute, Label } from '../model/recipe.ts';
import type { VocabularyChange } from '../model/vocabulary-change.ts';
import { safeColor } from './colours.ts';

export type Vocabulary = { readonly labels: readonly Label[]; readonly attributes: readonly Attribute[] };

/** What there is after a change, and what becomes of annotations. */
export type Changed = { readonly vocabulary: Vocabulary; readonly changes: readonly VocabularyChange[] };

/** What becomes of annotations whose label goes: they keep a label that the recipe does not know, get another one, or go, too. */
export type Fate = { readonly type: 'keep' | 'delete' } | { readonly type: 'relabel'; readonly to: string };

/** "vehicle.car" → "vehicle"; null at the top. */
export function parentOf(name: string): string | null {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? null : name.slice(0, dot);
}

/** "vehicle.car" → "car". */
export function leafOf(name: string): string {
  return name.slice((parentOf(name)?.length ?? -1) + 1);
}

export function isBelow(name: string, parent: string): boolean {
  return name.startsWith(`${parent}.`);
}

/** Labels as a tree is read: each with those below it right behind, and parents that are only implied as labels, too. */
export function inTreeOrder(labels: readonly Label[]): Label[] {
  const known = new Map<string, Label>();
  for (const label of labels) {
    for (const path of ancestors(label.name)) {
      if (!known.has(path))
        known.set(path, labels.find(({ name }) => name === path) ?? { ...bare(label), name: path });
    }
    known.set(label.name, label);
  }
  const below = new Map<string | null, Label[]>();
  for (const label of known.values()) {
    const parent = parentOf(label.name);
    below.set(parent, [...(below.get(parent) ?? []), label]);
  }
  const walk = (parent: string | null): Label[] =>
    (below.get(parent) ?? []).flatMap((label) => [label, ...walk(label.name)]);
  return walk(null);
}

/** @throws SluiceError `invalid-input` for a name that cannot be, `conflict` for one that is there. */
export function addLabels(vocabulary: Vocabulary, names: readonly string[], parent: string | null): Changed {
  let labels = vocabulary.labels;
  for (const typed of names) {
    const name = checked(typed, parent);
    if (labels.some((label) => label.name === name)) throw taken(name);
    labels = [...labels, { name, color: safeColor(labels.map(({ color }) => color)) }];
  }
  return { vocabulary: { ...vocabulary, labels: inTreeOrder(labels) }, changes: [] };
}

/**
 * One name a line; a line that is set in is below the one before it, and dots stand for levels, too. Names that are there
 * are passed by.
 */
export function pasteLabels(vocabulary: Vocabulary, text: string, parent: string | null): Changed {
  const stack: { indent: number; name: string }[] = [];
  let result = vocabulary;
  for (const line of text.split(/\r?\n/)) {
    const typed = line
      .trim()
      .replace(/^[-*]\s+/, '')
      .replace(/,$/, '');
    if (typed === '') continue;
    const indent = line.length - line.trimStart().length;
    while ((stack.at(-1)?.indent ?? -1) >= indent) stack.pop();
    const above = stack.at(-1)?.name ?? parent;
    const name = above === null ? typed : `${above}.${typed}`;
    if (!result.labels.some((label) => label.name === name)) {
      result = addPath(result, name);
    }
    stack.push({ indent, name });
  }
  return { vocabulary: result, changes: [] };
}

function addPath(vocabulary: Vocabulary, name: string): Vocabulary {
  const above = parentOf(name);
  const within =
    above === null || vocabulary.labels.some((label) => label.name === above)
      ? vocabulary
      : addPath(vocabulary, above);
  return addLabels(within, [leafOf(name)], above).vocabulary;
}

/** Another last part of its name. @throws SluiceError as `addLabels`. */
export function renameLabel(vocabulary: Vocabulary, name: string, typed: string): Changed {
  const to = checked(typed, parentOf(name));
  if (to === name) return { vocabulary, changes: [] };
  return renamed(vocabulary, name, to);
}

/**
 * Below another label, or at the top; before one of those that are there, or behind all.
 * @throws SluiceError `conflict` when there is one of that name, `invalid-input` below itself.
 */
export function moveLabel(
  vocabulary: Vocabulary,
  name: string,
  to: { readonly parent: string | null; readonly before: string | null },
): Changed {
  const { parent, before } = to;
  if (parent === name || (parent !== null && isBelow(parent, name))) {
    throw new SluiceError('invalid-input', `"${name}" cannot be below itself.`);
  }
  const target = parent === null ? leafOf(name) : `${parent}.${leafOf(name)}`;
  const changed = target === name ? { vocabulary, changes: [] } : renamed(vocabulary, name, target);
  const { labels } = changed.vocabulary;
  const moved = labels.filter((label) => label.name === target || isBelow(label.name, target));
  const rest = labels.filter((label) => !moved.includes(label));
  const at = before === null ? -1 : rest.findIndex((label) => label.name === before);
  const ordered = at < 0 ? [...rest, ...moved] : [...rest.slice(0, at), ...moved, ...rest.slice(at)];
  return { ...changed, vocabulary: { ...changed.vocabulary, labels: inTreeOrder(ordered) } };
}

/** Away with it and everything below it. */
export function removeLabel(vocabulary: Vocabulary, name: string, fate: Fate): Changed {
  const goes = (label: string) => label === name || isBelow(label, name);
  const changes = vocabulary.labels
    .filter((label) => goes(label.name))
    .flatMap(({ name: from }): VocabularyChange[] =>
      fate.type === 'keep' ? [] : [{ what: 'label', from, to: fate.type === 'relabel' ? fate.to : null }],
    );
  return {
    vocabulary: {
      labels: vocabulary.labels.filter((label) => !goes(label.name)),
      attributes: vocabulary.attributes.map((attribute) => ({
        ...attribute,
        scope: attribute.scope.filter((scope) => !goes(scope)),
      })),
    },
    changes,
  };
}

function renamed(vocabulary: Vocabulary, from: string, to: string): Changed {
  const other = (name: string) =>
    name === from ? to : isBelow(name, from) ? `${to}${name.slice(from.length)}` : name;
  const names = new Set(vocabulary.labels.map(({ name }) => name));
  const moved = vocabulary.labels.filter(({ name }) => other(name) !== name);
  const clash = moved.map(({ name }) => other(name)).find((name) => names.has(name));
  if (clash !== undefined) throw taken(clash);
  return {
    vocabulary: {
      labels: inTreeOrder(vocabulary.labels.map((label) => ({ ...label, name: other(label.name) }))),
      attributes: vocabulary.attributes.map((attribute) => ({
        ...attribute,
        scope: attribute.scope.map(other),
      })),
    },
    changes: moved.map(({ name }) => ({ what: 'label', from: name, to: other(name) })),
  };
}

function ancestors(name: string): string[] {
  const above = parentOf(name);
  return above === null ? [] : [...ancestors(above), above];
}

/** Nothing that is said of a label only because one below it says it. */
function bare({ color }: Label): Pick<Label, 'color'> {
  return { color };
}

function checked(typed: string, parent: string | null): string {
  const leaf = typed.trim();
  if (leaf === '') throw new SluiceError('invalid-input', 'A label needs a name.');
  if (leaf.includes('.')) {
    throw new SluiceError(
      'invalid-input',
      `"${leaf}" has a dot. Dots stand for levels: nest the label instead.`,
    );
  }
  const name = parent === null ? leaf : `${parent}.${leaf}`;
  if (name.length > 200) throw new SluiceError('invalid-input', 'The name is longer than 200 characters.');
  return name;
}

function taken(name: string): SluiceError {
  return new SluiceError('conflict', `There is a label "${name}" already.`);
}
