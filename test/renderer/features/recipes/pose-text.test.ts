import { expect, test } from 'vitest';
import { poseTemplateSchema } from '#core/model/recipe-settings.ts';
import { readSkeleton, writeSkeleton } from '#renderer/features/recipes/poses/pose-text.ts';
import { READY_POSES } from '#renderer/features/recipes/poses/ready-poses.ts';

const TEXT = 'head 50 10\nleft hand 20 60.5\nright hand 80 60\nhead - left hand\nleft hand = right hand';

test('a skeleton is read as it is written', () => {
  const { skeleton, misread } = readSkeleton(TEXT);
  expect(misread).toEqual([]);
  expect(skeleton.joints[1]).toEqual({ name: 'left hand', x: 0.2, y: 0.605 });
  expect([skeleton.edges, skeleton.mirrored]).toEqual([[[0, 1]], [[1, 2]]]);
  expect(writeSkeleton(skeleton)).toBe(TEXT);
});

test('lines that cannot be read are named, the others count', () => {
  const { skeleton, misread } = readSkeleton('head 50 10\n\nhead - tail\nnonsense\nneck 50 30\nneck - head');
  expect(misread).toEqual([3, 4]);
  expect(skeleton.edges).toEqual([[1, 0]]);
});

test.each([
  ['person', 17, 19, 8],
  ['hand', 21, 20, 0],
  ['face', 5, 0, 2],
] as const)('the ready skeleton %s is whole', (name, joints, bones, mirrored) => {
  const { skeleton, misread } = readSkeleton(READY_POSES[name]);
  expect(misread).toEqual([]);
  expect(poseTemplateSchema.parse({ id: name, name, ...skeleton })).toMatchObject(skeleton);
  expect(new Set(skeleton.joints.map((joint) => joint.name)).size).toBe(joints);
  expect([skeleton.edges.length, skeleton.mirrored.length]).toEqual([bones, mirrored]);
});
