/** Joints of skeletons: which are seen, and left and right. Each is one step of the history. */
import {
  isPresent,
  type Joint,
  type Pose,
  skeletonOf,
  withSkeleton,
} from '#core/annotation/pose/skeleton.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import type { PoseTemplate } from '#core/model/recipe-settings.ts';
import type { Edits } from './edits.ts';
import { jointAt, withJoint } from './kinds/skeleton.ts';
import type { EditorState } from './state.ts';
import type { Store } from './store.ts';

export type Joints = {
  /** The joint that is pointed at: behind something, or to be seen again. False when none is pointed at. */
  toggleOccluded(): boolean;
  /** Of the selected skeletons: joints on the left become those on the right. */
  swapSides(): void;
  /** Of the selected skeletons: joints that were taken away are there again, where they would be. */
  bringBack(): void;
};

/** The template that the next skeleton is made of; null: there is none. */
export function chosenTemplate({ poses, pose }: EditorState): PoseTemplate | null {
  return poses.find(({ id }) => id === pose) ?? poses[0] ?? null;
}

type Parts = {
  readonly store: Store<EditorState>;
  readonly edits: Edits;
  /** Ends what is under way. */
  settle(): void;
};

export function createJoints({ store, edits, settle }: Parts): Joints {
  function poses(): [AnnotationId, Pose][] {
    const { selection, annotations } = store.get();
    return selection.ids.flatMap((id): [AnnotationId, Pose][] => {
      const geometry = annotations.get(id)?.geometry;
      return geometry?.type === 'pose' ? [[id, geometry]] : [];
    });
  }

  function change(work: (pose: Pose) => Pose): void {
    settle();
    if (!store.get().editable) return;
    const made = poses().map(([id, pose]) => [id, work(pose)] as const);
    if (made.length > 0) edits.rework({ step: 'reshape', change: new Map(made) });
  }

  return {
    toggleOccluded() {
      const { hoveredHandle, annotations, editable } = store.get();
      const index = hoveredHandle ? jointAt(hoveredHandle.handle.id) : null;
      const geometry = hoveredHandle && annotations.get(hoveredHandle.id)?.geometry;
      if (!hoveredHandle || index === null || geometry?.type !== 'pose' || !editable) return false;
      settle();
      const state = skeletonOf(geometry)?.joints[index]?.state === 'occluded' ? 'visible' : 'occluded';
      const made = withJoint(geometry, index, { state });
      edits.rework({ step: 'occluded', change: new Map([[hoveredHandle.id, made]]) });
      return true;
    },
    swapSides: () =>
      change((pose) => {
        const skeleton = skeletonOf(pose);
        if (!skeleton) return pose;
        const joints = [...skeleton.joints];
        for (const [left, right] of skeleton.mirrored) {
          const [a, b] = [skeleton.joints[left], skeleton.joints[right]];
          if (!a || !b) continue;
          joints[left] = placedAs(a, b);
          joints[right] = placedAs(b, a);
        }
        return withSkeleton(pose, { ...skeleton, joints });
      }),
    bringBack: () =>
      change((pose) => {
        const skeleton = skeletonOf(pose);
        const { item } = store.get();
        if (!skeleton || !item) return pose;
        const inside = (value: number, limit: number) => Math.min(Math.max(0, value), limit);
        const joints = skeleton.joints.map((joint): Joint => {
          if (isPresent(joint)) return joint;
          const { x, y } = joint;
          return { ...joint, x: inside(x, item.width), y: inside(y, item.height), state: 'visible' };
        });
        return withSkeleton(pose, { ...skeleton, joints });
      }),
  };
}

/** A joint where another one is, and as it is seen. */
function placedAs(joint: Joint, { x, y, state }: Joint): Joint {
  return { ...joint, x, y, state };
}
