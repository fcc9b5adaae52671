/** What a person does to annotations, as diffs. Pure: ids and the time come in. */
import type { Annotation, AnnotationDiff, Geometry } from '../model/annotation.ts';
import type { AnnotationId, ItemId } from '../model/ids.ts';

/** Who makes the change and when (milliseconds). */
export type Stamp = { readonly person: string; readonly at: number };

export type NewAnnotation = {
  readonly id: AnnotationId;
  readonly itemId: ItemId;
  readonly label: string;
  readonly geometry: Geometry;
};

/** A new annotation. */
export function createAnnotation(made: NewAnnotation, stamp: Stamp): AnnotationDiff {
  return {
    id: made.id,
    before: null,
    after: {
      ...made,
      attributes: {},
      creator: stamp.person,
      createdAt: stamp.at,
      updatedAt: stamp.at,
      updatedBy: stamp.person,
      rev: 1,
    },
  };
}

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

/** Away with it; undo brings it back. */
export function deleteAnnotation(before: Annotation): AnnotationDiff {
  return { id: before.id, before, after: null };
}
