/** Skeletons: joints, and the bones between them, as one object. A joint is a handle `joint:index`. */

import {
  isPresent,
  type Joint,
  type Pose,
  type Skeleton,
  skeletonOf,
  withSkeleton,
} from '#core/annotation/pose/skeleton.ts';
import { type Box, boxCenter, translateBox } from '#core/geometry/box.ts';
import { nearestOn } from '#core/geometry/lines.ts';
import { clampPoint, distance, type Point } from '#core/geometry/plane.ts';
import { turned } from '#core/geometry/turn.ts';
import { isBoxHandle, resizeTurnedBox } from '#core/geometry/turned-box.ts';
import { toView, type Viewport } from '#core/geometry/viewport.ts';
import type { Pen } from '../render/pen.ts';
import { angleTowards, boxHandles, scaledPoint } from './box-handles.ts';
import type { Handle, HandleId, Kind } from './kind.ts';
import { paintPath } from './lines.ts';
import { THIN } from './polyline.ts';

const NOTHING: Skeleton = { joints: [], bones: [], mirrored: [] };
/** Of one that has no joints. */
const NOWHERE = { left: 0, top: 0, right: 0, bottom: 0 };
/** View pixels. */
const RADIUS = 3.5;
/** Picture pixels; a skeleton that is resized stays something. */
const LEAST_SIDE = 1;

const hundredth = (value: number) => Math.round(value * 100) / 100;

const of = (pose: Pose): Skeleton => skeletonOf(pose) ?? NOTHING;
const presentIn = (pose: Pose): readonly Joint[] => of(pose).joints.filter(isPresent);

function mapped(pose: Pose, change: (joint: Joint) => Point): Pose {
  const skeleton = of(pose);
  return withSkeleton(pose, {
    ...skeleton,
    joints: skeleton.joints.map((joint) => ({ ...joint, ...change(joint) })),
  });
}

/** Bones both of whose joints are there. */
function bonesOf(pose: Pose): readonly (readonly [Joint, Joint])[] {
  const { joints, bones } = of(pose);
  return bones.flatMap(([from, to]) => {
    const [a, b] = [joints[from], joints[to]];
    return a && b && isPresent(a) && isPresent(b) ? [[a, b] as const] : [];
  });
}

/** The place in `joints` that a handle stands for; null for another handle. */
export function jointAt(handle: HandleId): number | null {
  const match = /^joint:(\d+)$/.exec(handle);
  return match ? Number(match[1]) : null;
}

/** The pose with one joint changed. */
export function withJoint(pose: Pose, index: number, change: Partial<Joint>): Pose {
  const skeleton = of(pose);
  const joints = skeleton.joints.map((joint, at) => (at === index ? { ...joint, ...change } : joint));
  return withSkeleton(pose, { ...skeleton, joints });
}

function dot(pen: Pen, { x, y }: Point, radius: number, color: string): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = color;
  pen.fill();
}

function drawBones(pen: Pen, pose: Pose, viewport: Viewport): void {
  pen.beginPath();
  for (const [from, to] of bonesOf(pose)) {
    const [a, b] = [toView(viewport, from), toView(viewport, to)];
    pen.moveTo(a.x, a.y);
    pen.lineTo(b.x, b.y);
  }
}

export const skeletonKind: Kind<Pose> = {
  bounds(pose) {
    const [first, ...others] = presentIn(pose);
    if (!first) return NOWHERE;
    const box: { -readonly [side in keyof Box]: number } = {
      left: first.x,
      top: first.y,
      right: first.x,
      bottom: first.y,
    };
    for (const { x, y } of others) {
      box.left = Math.min(box.left, x);
      box.top = Math.min(box.top, y);
      box.right = Math.max(box.right, x);
      box.bottom = Math.max(box.bottom, y);
    }
    return box;
  },
  hit(pose, point, tolerance) {
    const near = tolerance * THIN;
    return (
      presentIn(pose).some((joint) => distance(joint, point) <= near) ||
      bonesOf(pose).some(([from, to]) => distance(nearestOn(from, to, point), point) <= near)
    );
  },
  handles(pose, scale) {
    const joints = of(pose).joints.flatMap((joint, at): Handle[] =>
      isPresent(joint) ? [{ id: `joint:${at}`, role: 'vertex', at: joint, cursor: 'move' }] : [],
    );
    if (joints.length < 2) return joints;
    const around = boxHandles(skeletonKind.bounds(pose), 0, scale);
    return [...joints, ...around.filter(({ role }) => role === 'corner' || role === 'rotate')];
  },
  draw(pen, pose, viewport, style) {
    drawBones(pen, pose, viewport);
    paintPath(pen, style, false);
    for (const joint of presentIn(pose)) {
      const at = toView(viewport, joint);
      if (style.seam) dot(pen, at, RADIUS + 2, 'rgba(0, 0, 0, 0.55)');
      dot(pen, at, RADIUS + 1, joint.state === 'occluded' ? style.color : '#ffffff');
      dot(pen, at, RADIUS - 0.5, joint.state === 'occluded' ? '#ffffff' : style.color);
    }
  },
  translate(pose, dx, dy, picture) {
    const from = skeletonKind.bounds(pose);
    const to = translateBox(from, dx, dy, picture);
    return mapped(pose, ({ x, y }) => ({ x: x + to.left - from.left, y: y + to.top - from.top }));
  },
  moveHandle(pose, handle, to, drag) {
    const index = jointAt(handle);
    if (index !== null) return withJoint(pose, index, clampPoint(to, drag.picture));
    const box = skeletonKind.bounds(pose);
    if (handle === 'rotate') {
      const center = boxCenter(box);
      return skeletonKind.rotate?.(pose, angleTowards(center, to, drag), center) ?? pose;
    }
    if (!isBoxHandle(handle)) return pose;
    const how = { square: drag.shift, centered: drag.alt, least: LEAST_SIDE };
    const target = resizeTurnedBox(box, handle, to, drag.picture, how);
    return skeletonKind.scale?.(pose, box, target) ?? pose;
  },
  rotate: (pose, degrees, center) => mapped(pose, (joint) => turned(joint, center, degrees)),
  scale: (pose, from, to) => mapped(pose, (joint) => scaledPoint(joint, from, to)),
  /** Its point goes; the others stay. */
  removeVertex(pose, handle) {
    const index = jointAt(handle);
    return index === null || presentIn(pose).length < 2 ? null : withJoint(pose, index, { state: 'absent' });
  },
  round: (pose) => mapped(pose, ({ x, y }) => ({ x: hundredth(x), y: hundredth(y) })),
  same: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  problem(pose, picture) {
    const joints = presentIn(pose);
    if (joints.length === 0) return 'empty';
    const inside = joints.every(({ x, y }) => x >= 0 && y >= 0 && x <= picture.width && y <= picture.height);
    return inside ? null : 'outside';
  },
};
