/** Poses and their points, as one object each to be shown and worked with, and apart again to be stored. */
import type { Annotation, AnnotationDiff } from '../../model/annotation.ts';
import type { AnnotationId } from '../../model/ids.ts';
import { flagsOf } from '../../model/object-flags.ts';
import type { PoseTemplate } from '../../model/recipe-settings.ts';
import { changeGeometry, createAnnotation, deleteAnnotation, type Stamp } from '../commands.ts';
import { changeFlags } from '../commands-flags.ts';
import type { AnnotationMap } from '../diff.ts';
import {
  isPresent,
  type Joint,
  type Pose,
  skeletonFrom,
  skeletonOf,
  withoutSkeleton,
  withSkeleton,
} from './skeleton.ts';

type Children = ReadonlyMap<AnnotationId, readonly Annotation[]>;

/** The points of each pose; null when there is no pose. */
function childrenIn(annotations: AnnotationMap): Children | null {
  const children = new Map<AnnotationId, Annotation[]>();
  for (const { id, geometry } of annotations.values()) if (geometry.type === 'pose') children.set(id, []);
  if (children.size === 0) return null;
  for (const one of annotations.values()) {
    if (one.geometry.type !== 'point' || !one.metadata) continue;
    const { parentId } = flagsOf(one);
    if (parentId) children.get(parentId)?.push(one);
  }
  return children;
}

/** The pose that an annotation is a joint of, or the annotation itself. */
export function wholeOf(annotations: AnnotationMap, id: AnnotationId): AnnotationId {
  const one = annotations.get(id);
  if (one?.geometry.type !== 'point' || !one.metadata) return id;
  const { parentId } = flagsOf(one);
  return parentId && annotations.get(parentId)?.geometry.type === 'pose' ? parentId : id;
}

/** The annotations with the points of the poses among them. */
export function withJoints(annotations: AnnotationMap, ids: readonly AnnotationId[]): AnnotationId[] {
  const children = childrenIn(annotations);
  return ids.flatMap((id) => [id, ...(children?.get(id) ?? []).map((point) => point.id)]);
}

/**
 * The annotations with each pose as one object with its joints, which are no objects of their own any more.
 * @param before what was shown; a pose that looks as it did is the same object
 */
export function gatherPoses(
  annotations: AnnotationMap,
  templates: readonly PoseTemplate[],
  before: AnnotationMap,
): AnnotationMap {
  const children = childrenIn(annotations);
  if (!children) return annotations;
  const joints = new Set([...children.values()].flat().map(({ id }) => id));
  const shown = new Map<AnnotationId, Annotation>();
  let same = true;
  for (const [id, one] of annotations) {
    if (joints.has(id)) continue;
    const now = gathered(one, children, templates, before.get(id));
    same &&= now === before.get(id);
    shown.set(id, now);
  }
  return same && shown.size === before.size ? before : shown;
}

function gathered(
  one: Annotation,
  children: Children,
  templates: readonly PoseTemplate[],
  before: Annotation | undefined,
): Annotation {
  if (one.geometry.type !== 'pose') return one;
  const { templateId } = one.geometry.coordinates;
  const template = templates.find(({ id }) => id === templateId) ?? null;
  const geometry = withSkeleton(one.geometry, skeletonFrom(template, children.get(one.id) ?? []));
  const now = { ...one, geometry };
  return before && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}

/** What changes of shown poses are for what is stored. */
export type Scattered = {
  readonly diffs: readonly AnnotationDiff[];
  /** Points of joints that are not to be seen any more. */
  readonly absent: readonly Annotation[];
};

/**
 * Changes of what is shown as changes of poses and points.
 * @param flat what is stored, as it is at the frame, before it was gathered
 */
export function scatterDiffs(
  flat: AnnotationMap,
  diffs: readonly AnnotationDiff[],
  newId: () => AnnotationId,
  stamp: Stamp,
): Scattered {
  const some = diffs.some(({ before, after }) => (after ?? before)?.geometry.type === 'pose');
  const children = some ? childrenIn(flat) : null;
  const parts = diffs.map((diff) => scattered(flat, children, diff, newId, stamp));
  return { diffs: parts.flatMap((part) => part.diffs), absent: parts.flatMap((part) => part.absent) };
}

function scattered(
  flat: AnnotationMap,
  children: Children | null,
  diff: AnnotationDiff,
  newId: () => AnnotationId,
  stamp: Stamp,
): Scattered {
  const { before, after } = diff;
  const pose = (after ?? before)?.geometry;
  if (pose?.type !== 'pose') return { diffs: [diff], absent: [] };
  const points = new Map((children?.get(diff.id) ?? []).map((point) => [point.id, point]));
  if (!after) {
    const stored = flat.get(diff.id);
    const gone = [...points.values(), ...(stored ? [stored] : [])];
    return { diffs: gone.map(deleteAnnotation), absent: [] };
  }
  const joints = skeletonOf(pose)?.joints ?? [];
  const make = (joint: Joint) => made(joint, after, newId(), stamp);
  if (!before) {
    // A copy is another instance.
    const { type, coordinates } = withoutSkeleton(pose);
    const geometry = { type, coordinates: { ...coordinates, instanceId: newId() } };
    const whole = { ...diff, after: { ...after, geometry } };
    return { diffs: [whole, ...joints.filter(isPresent).flatMap(make)], absent: [] };
  }
  const own = changeOfPose(flat.get(diff.id), before, after, pose);
  const changes = joints.flatMap((joint) => {
    const point = joint.id === null ? undefined : points.get(joint.id);
    if (!isPresent(joint)) return [];
    return point ? changed(point, joint, stamp) : make(joint);
  });
  const absent = joints.flatMap((joint) => {
    const point = joint.id === null || isPresent(joint) ? undefined : points.get(joint.id);
    return point ? [point] : [];
  });
  return { diffs: [...own, ...changes], absent };
}

/** Label, attributes and flags of the pose itself; nothing when only joints changed. */
function changeOfPose(
  stored: Annotation | undefined,
  before: Annotation,
  after: Annotation,
  pose: Pose,
): AnnotationDiff[] {
  if (!stored) return [];
  const said = ({ label, attributes, metadata, extra }: Annotation) =>
    JSON.stringify([label, attributes, metadata, extra]);
  const geometry = withoutSkeleton(pose);
  const same = JSON.stringify(geometry) === JSON.stringify(stored.geometry) && said(before) === said(after);
  return same ? [] : [{ id: stored.id, before: stored, after: { ...after, geometry } }];
}

function made(
  joint: Joint,
  { id: parent, itemId }: Annotation,
  id: AnnotationId,
  stamp: Stamp,
): AnnotationDiff[] {
  const { name: label, x, y, state } = joint;
  const metadata = {
    system: { parentId: parent },
    ...(state === 'occluded' ? { user: { sluice: { occluded: true } } } : {}),
  };
  return [
    createAnnotation(
      { id, itemId, label, geometry: { type: 'point', coordinates: { x, y } }, metadata },
      stamp,
    ),
  ];
}

const hundredth = (value: number) => Math.round(value * 100) / 100;

function changed(point: Annotation, { x, y, state }: Joint, stamp: Stamp): AnnotationDiff[] {
  const { geometry } = point;
  const at = geometry.type === 'point' ? geometry.coordinates : null;
  const moved =
    // To a hundredth, as places are stored here: those of other programs stay as they are until they are moved.
    at && (hundredth(at.x) !== x || hundredth(at.y) !== y)
      ? changeGeometry(point, { type: 'point', coordinates: { ...at, x, y } }, stamp)
      : null;
  const now = moved?.after ?? point;
  const [flagged] = changeFlags([now], { occluded: state === 'occluded' }, stamp);
  if (!flagged) return moved ? [moved] : [];
  // One change of one annotation, whatever it changes.
  const after = flagged.after && { ...flagged.after, rev: point.rev + 1 };
  return [{ id: point.id, before: point, after }];
}
