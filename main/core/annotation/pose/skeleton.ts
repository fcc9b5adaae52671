/**
 * Skeletons as people work with them: one object with joints. The reference system stores a `pose` that names its
 * template, and a `point` for each joint whose `metadata.system.parentId` is the pose (reference section 1.4); a joint's
 * name is its label. Picture pixels.
 */
import { type Box, boxHeight, boxWidth } from '../../geometry/box.ts';
import type { Point } from '../../geometry/plane.ts';
import type { Annotation, Geometry } from '../../model/annotation.ts';
import type { AnnotationId } from '../../model/ids.ts';
import { flagsOf } from '../../model/object-flags.ts';
import type { PoseTemplate } from '../../model/recipe-settings.ts';

export type Pose = Extract<Geometry, { type: 'pose' }>;

export type Joint = Point & {
  readonly name: string;
  /** `absent`: there is no point for it; its place is where one would be. */
  readonly state: 'visible' | 'occluded' | 'absent';
  /** Of its point; null as long as there is none. */
  readonly id: AnnotationId | null;
};

export type Skeleton = {
  readonly joints: readonly Joint[];
  /** Pairs of places in `joints`. */
  readonly bones: readonly (readonly [number, number])[];
  /** Pairs of joints that are each other's mirror image. */
  readonly mirrored: readonly (readonly [number, number])[];
};

/** The key of a pose's coordinates under which its skeleton lies while it is shown; it is never stored there. */
const KEY = 'skeleton';

/** What a pose is shown with; null for one as it is stored. */
export function skeletonOf({ coordinates }: Pose): Skeleton | null {
  // Only `withSkeleton` writes it.
  return (coordinates[KEY] as Skeleton | undefined) ?? null;
}

export function withSkeleton(pose: Pose, skeleton: Skeleton): Pose {
  return { type: 'pose', coordinates: { ...pose.coordinates, [KEY]: skeleton } };
}

/** As it is stored. */
export function withoutSkeleton({ coordinates }: Pose): Pose {
  const { [KEY]: _shown, ...stored } = coordinates;
  return { type: 'pose', coordinates: { ...stored, templateId: coordinates.templateId } };
}

export function isPresent({ state }: Joint): boolean {
  return state !== 'absent';
}

/** A template's joints laid into a box. */
export function layTemplate(template: PoseTemplate, box: Box): Pose {
  const joints = template.joints.map(
    ({ name, x, y }): Joint => ({
      name,
      x: box.left + x * boxWidth(box),
      y: box.top + y * boxHeight(box),
      state: 'visible',
      id: null,
    }),
  );
  const { edges: bones, mirrored } = template;
  return withSkeleton(
    { type: 'pose', coordinates: { templateId: template.id } },
    { joints, bones, mirrored },
  );
}

/** The skeleton that points make. Points that the template does not name come last, without bones. */
export function skeletonFrom(template: PoseTemplate | null, points: readonly Annotation[]): Skeleton {
  const left = new Map(points.map((point) => [point.id, point]));
  const named = (template?.joints ?? []).map((joint) => {
    const point = [...left.values()].find(({ label }) => label === joint.name);
    if (point) left.delete(point.id);
    return { joint, point };
  });
  const lie = lieOf(
    named.flatMap(({ joint, point }) => {
      const place = point && placeOf(point);
      return place ? [{ from: joint, to: place }] : [];
    }),
  );
  const known = named.map(
    ({ joint, point }): Joint =>
      point ? jointOf(point) : { name: joint.name, ...lie(joint), state: 'absent', id: null },
  );
  const others = [...left.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(jointOf);
  return { joints: [...known, ...others], bones: template?.edges ?? [], mirrored: template?.mirrored ?? [] };
}

function placeOf({ geometry }: Annotation): Point | null {
  return geometry.type === 'point' ? geometry.coordinates : null;
}

function jointOf(point: Annotation): Joint {
  const { x, y } = placeOf(point) ?? { x: 0, y: 0 };
  const state = point.metadata && flagsOf(point).occluded ? 'occluded' : 'visible';
  return { name: point.label, x, y, state, id: point.id };
}

/** Pixels of a template of which too few points are known to tell how large it is. */
const USUAL_SIZE = 100;

/** Where places of a template are on the picture, by those that are known: moved, and scaled along both axes. */
function lieOf(pairs: readonly { readonly from: Point; readonly to: Point }[]): (place: Point) => Point {
  const axis = (key: 'x' | 'y') => {
    const from = pairs.map((pair) => pair.from[key]);
    const to = pairs.map((pair) => pair.to[key]);
    const mean = (values: readonly number[]) =>
      values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
    const [a, b] = [mean(from), mean(to)];
    const spread = from.reduce((sum, value) => sum + (value - a) ** 2, 0);
    const shared = from.reduce((sum, value, at) => sum + (value - a) * ((to[at] ?? 0) - b), 0);
    const scale = spread > 1e-9 ? shared / spread : USUAL_SIZE;
    return (value: number) => Math.round((b + (value - a) * scale) * 100) / 100;
  };
  const [x, y] = [axis('x'), axis('y')];
  return (place) => ({ x: x(place.x), y: y(place.y) });
}
