/** What becomes of annotations when the labels and attributes of their recipe change. Pure: who and when come in. */
import type { Annotation, AnnotationDiff } from '../model/annotation.ts';
import type { Metadata } from '../model/common.ts';
import type { VocabularyChange } from '../model/vocabulary-change.ts';
import type { Stamp } from './commands.ts';

/** The annotation as the change leaves it, keyframes included; null when the change is not about it. */
export function changeVocabulary(
  before: Annotation,
  change: VocabularyChange,
  stamp: Stamp,
): AnnotationDiff | null {
  if (change.what === 'label' && change.to === null) {
    return before.label === change.from ? { id: before.id, before, after: null } : null;
  }
  const own = changed(before, change);
  const metadata = withKeyframes(before.metadata, change);
  if (own === null && metadata === null) return null;
  const after = {
    ...before,
    ...own,
    ...(metadata ? { metadata } : {}),
    updatedAt: stamp.at,
    updatedBy: stamp.person,
    rev: before.rev + 1,
  };
  return { id: before.id, before, after };
}

type Said = { readonly label?: unknown; readonly attributes: Metadata };

/** Null: nothing changes. */
function changed({ label: name, attributes }: Said, change: VocabularyChange) {
  switch (change.what) {
    case 'label':
      return name === change.from && change.to !== null ? { label: change.to } : null;
    case 'value': {
      const next = withValue(attributes[change.key], change.from, change.to);
      return next === null ? null : { attributes: laid(attributes, change.key, next.value) };
    }
    case 'key': {
      if (!(change.from in attributes)) return null;
      const without = laid(attributes, change.from, undefined);
      return {
        attributes: change.to === null ? without : { ...without, [change.to]: attributes[change.from] },
      };
    }
  }
}

function withValue(value: unknown, from: string, to: string | null): { value: unknown } | null {
  if (value === from) return { value: to ?? undefined };
  if (!Array.isArray(value) || !value.includes(from)) return null;
  const next = value.flatMap((each) => (each !== from ? [each] : to === null ? [] : [to]));
  return { value: next.length === 0 ? undefined : [...new Set(next)] };
}

function laid(attributes: Metadata, key: string, value: unknown): Metadata {
  const entries = Object.entries({ ...attributes, [key]: value });
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
}

/** Later keyframes of a video repeat label and attributes. */
function withKeyframes(metadata: Metadata | undefined, change: VocabularyChange): Metadata | null {
  const system = metadata?.['system'];
  const frames = isRecord(system) ? system['snapshots_'] : undefined;
  if (!isRecord(system) || !Array.isArray(frames)) return null;
  let some = false;
  const next = frames.map((frame: unknown) => {
    if (!isRecord(frame)) return frame;
    const attributes = isRecord(frame['namedAttributes']) ? frame['namedAttributes'] : {};
    const other = changed({ label: frame['label'], attributes }, change);
    if (!other) return frame;
    some = true;
    return 'label' in other ? { ...frame, ...other } : { ...frame, namedAttributes: other.attributes };
  });
  return some ? { ...metadata, system: { ...system, snapshots_: next } } : null;
}

function isRecord(value: unknown): value is Metadata {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
