/** Which shapes are where. An R-tree: a search in 10,000 shapes costs about 2 microseconds, a change 3. */
import RBush from 'rbush';
import type { AnnotationMap } from '#core/annotation/diff.ts';
import { type Box, boxArea, growBox } from '#core/geometry/box.ts';
import type { Annotation } from '#core/model/annotation.ts';
import type { Point } from '#core/model/common.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import { depthOf } from '#core/model/object-flags.ts';
import { kindOf } from './kinds/kinds.ts';

/** So many times the tolerance, at most, is a shape taken from. */
const WIDEST = 3;

type Entry = {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
  readonly annotation: Annotation;
};

export type ShapeIndex = {
  /** Takes over the annotations and answers the places where something looks different now. */
  update(annotations: AnnotationMap): Box[];
  /** Shapes whose bounds touch the box, as they are drawn: the lowest first. */
  search(box: Box): Annotation[];
  /** How many shapes' bounds touch the box. */
  count(box: Box): number;
  /** Shapes under the point, the smallest first: else a small one below a large one could not be reached. */
  at(point: Point, tolerance: number): Annotation[];
};

function entryOf(annotation: Annotation): Entry {
  const { left, top, right, bottom } = kindOf(annotation.geometry).bounds(annotation.geometry);
  return { minX: left, minY: top, maxX: right, maxY: bottom, annotation };
}

function placeOf(entry: Entry): Box {
  return { left: entry.minX, top: entry.minY, right: entry.maxX, bottom: entry.maxY };
}

/** As they are drawn, the lowest first. */
function byDepth(a: Annotation, b: Annotation): number {
  return depthOf(a) - depthOf(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function area(annotation: Annotation): number {
  return boxArea(kindOf(annotation.geometry).bounds(annotation.geometry));
}

export function createShapeIndex(): ShapeIndex {
  let tree = new RBush<Entry>();
  let entries = new Map<AnnotationId, Entry>();

  function entriesIn({ left, top, right, bottom }: Box): Entry[] {
    return tree.search({ minX: left, minY: top, maxX: right, maxY: bottom });
  }

  function search(box: Box): Annotation[] {
    return entriesIn(box).map((entry) => entry.annotation);
  }

  function reload(annotations: AnnotationMap): void {
    entries = new Map([...annotations].map(([id, annotation]) => [id, entryOf(annotation)]));
    tree = new RBush<Entry>();
    tree.load([...entries.values()]);
  }

  return {
    update(annotations) {
      const gone = [...entries.values()].filter(
        ({ annotation }) => annotations.get(annotation.id) !== annotation,
      );
      const come = [...annotations.values()].filter(
        (annotation) => entries.get(annotation.id)?.annotation !== annotation,
      );
      const places = gone.map(placeOf);
      // A new item: packing the tree anew is faster, and gives a better tree, than one change after another.
      if (come.length + gone.length > annotations.size / 2) {
        reload(annotations);
        return [...places, ...come.map((annotation) => placeOf(entryOf(annotation)))];
      }
      for (const entry of gone) {
        tree.remove(entry);
        entries.delete(entry.annotation.id);
      }
      for (const annotation of come) {
        const entry = entryOf(annotation);
        tree.insert(entry);
        entries.set(annotation.id, entry);
        places.push(placeOf(entry));
      }
      return places;
    },
    search: (box) => search(box).sort(byDepth),
    count: (box) => entriesIn(box).length,
    at(point, tolerance) {
      // Kinds that are thin are taken from further away: their own test says how far.
      const around = growBox(
        { left: point.x, top: point.y, right: point.x, bottom: point.y },
        tolerance * WIDEST,
      );
      return search(around)
        .filter(({ geometry }) => kindOf(geometry).hit(geometry, point, tolerance))
        .sort((a, b) => area(a) - area(b) || byDepth(b, a));
    },
  };
}
