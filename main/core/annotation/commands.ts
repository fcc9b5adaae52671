/** What a person does to annotations, as diffs. Pure: ids and the time come in. */
import type { Annotation, AnnotationDiff, Geometry } from '../model/annotation.ts';
import type { Metadata } from '../model/common.ts';
import type { AnnotationId, ItemId } from '../model/ids.ts';

/** Who makes the change and when (milliseconds). */
export type Stamp = { readonly person: string; readonly at: number };

export type NewAnnotation = {
  readonly id: AnnotationId;
  readonly itemId: ItemId;
  readonly label: string;
  readonly geometry: Geometry;
  readonly attributes?: Annotation['attributes'];
  readonly metadata?: Annotation['metadata'];
};

/** What a copy of an annotation takes over, and its pieces when it is cut: what a model or a track said of it stays. */
export function contentOf({
  attributes,
  metadata,
}: Annotation): Pick<NewAnnotation, 'attributes' | 'metadata'> {
  const user = metadata?.['user'];
  return { attributes, ...(user === undefined ? {} : { metadata: { user } }) };
}

/** A new annotation. */
export function createAnnotation(made: NewAnnotation, stamp: Stamp): AnnotationDiff {
  return {
    id: made.id,
    before: null,
    after: {
      attributes: {},
      ...made,
      creator: stamp.person,
      createdAt: stamp.at,
      updatedAt: stamp.at,
      updatedBy: stamp.person,
      rev: 1,
    },
  };
}

/** The annotation with other parts, and who changed it when. */
function changed(before: Annotation, change: Partial<Annotation>, stamp: Stamp): AnnotationDiff {
  return {
    id: before.id,
    before,
    after: { ...before, ...change, updatedAt: stamp.at, updatedBy: stamp.person, rev: before.rev + 1 },
  };
}

/** Another shape or place. */
export function changeGeometry(before: Annotation, geometry: Geometry, stamp: Stamp): AnnotationDiff {
  return changed(before, { geometry }, stamp);
}

/** Another label. */
export function changeLabel(before: Annotation, label: string, stamp: Stamp): AnnotationDiff {
  return changed(before, { label }, stamp);
}

/** Other values of attributes; a key with the value undefined is taken away. */
export function changeAttributes(before: Annotation, change: Metadata, stamp: Stamp): AnnotationDiff {
  const values = Object.entries({ ...before.attributes, ...change });
  const attributes = Object.fromEntries(values.filter(([, value]) => value !== undefined));
  return changed(before, { attributes }, stamp);
}

/** Other metadata; undefined: none any more. */
export function changeMetadata(
  before: Annotation,
  metadata: Metadata | undefined,
  stamp: Stamp,
): AnnotationDiff {
  if (metadata) return changed(before, { metadata }, stamp);
  const { metadata: _gone, ...rest } = before;
  return { ...changed(rest, {}, stamp), before };
}

/** Away with it; undo brings it back. */
export function deleteAnnotation(before: Annotation): AnnotationDiff {
  return { id: before.id, before, after: null };
}
