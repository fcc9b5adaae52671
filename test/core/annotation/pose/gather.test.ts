import { expect, test } from 'vitest';
import {
  changeGeometry,
  changeLabel,
  createAnnotation,
  deleteAnnotation,
} from '#core/annotation/commands.ts';
import { applyDiffs } from '#core/annotation/diff.ts';
import { gatherPoses, scatterDiffs, wholeOf, withJoints } from '#core/annotation/pose/gather.ts';
import { type Joint, layTemplate, skeletonOf, withSkeleton } from '#core/annotation/pose/skeleton.ts';
import { readAnnotation, writeAnnotation } from '#core/formats/dataloop/annotation.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { annotationIdSchema, createIds, datasetIdSchema } from '#core/model/ids.ts';
import type { PoseTemplate } from '#core/model/recipe-settings.ts';
import { fc } from '#test/support/property.ts';
import { bare } from '../track/support.ts';

const stamp = { person: 'bob', at: 9 };
const TEMPLATE: PoseTemplate = {
  id: 'person',
  name: 'Person',
  joints: [
    { name: 'head', x: 0.5, y: 0 },
    { name: 'left', x: 0, y: 0.5 },
    { name: 'right', x: 1, y: 0.5 },
    { name: 'foot', x: 0.5, y: 1 },
  ],
  edges: [
    [0, 1],
    [0, 2],
    [0, 3],
  ],
  mirrored: [[1, 2]],
};
const ids = createIds(
  () => 0,
  () => 0.5,
);
const newId = () => annotationIdSchema.parse(ids.next());
const BOX = { left: 100, top: 100, right: 200, bottom: 300 };

/** A skeleton as it is drawn, and what is stored of it. */
function drawn() {
  const shown = { ...bare, geometry: layTemplate(TEMPLATE, BOX) };
  const { diffs, absent } = scatterDiffs(new Map(), [createAnnotation(shown, stamp)], newId, stamp);
  expect(absent).toEqual([]);
  return applyDiffs(new Map(), diffs);
}

const gathered = (stored: ReadonlyMap<Annotation['id'], Annotation>, templates = [TEMPLATE]) => {
  const shown = gatherPoses(stored, templates, new Map());
  const pose = shown.get(bare.id);
  const skeleton = pose?.geometry.type === 'pose' ? skeletonOf(pose.geometry) : null;
  if (!pose || !skeleton) throw new Error('there is no pose');
  return { shown, pose, joints: skeleton.joints, skeleton };
};

const changedJoints = (pose: Annotation, change: (joint: Joint, at: number) => Joint) => {
  const skeleton = pose.geometry.type === 'pose' ? skeletonOf(pose.geometry) : null;
  if (pose.geometry.type !== 'pose' || !skeleton) throw new Error('no pose');
  return withSkeleton(pose.geometry, { ...skeleton, joints: skeleton.joints.map(change) });
};

test('a drawn skeleton is stored as a pose and a point for each joint, in the words of the format', () => {
  const stored = [...drawn().values()];
  expect(stored.map(({ label, geometry }) => [label, geometry])).toEqual([
    ['car', { type: 'pose', coordinates: { templateId: 'person', instanceId: expect.any(String) } }],
    ['head', { type: 'point', coordinates: { x: 150, y: 100 } }],
    ['left', { type: 'point', coordinates: { x: 100, y: 200 } }],
    ['right', { type: 'point', coordinates: { x: 200, y: 200 } }],
    ['foot', { type: 'point', coordinates: { x: 150, y: 300 } }],
  ]);
  for (const point of stored.slice(1)) expect(point.metadata).toEqual({ system: { parentId: bare.id } });
});

test('what is stored is one object with its joints in the template’s order, also after another program had it', () => {
  const datasetId = datasetIdSchema.parse('5f0000000000000000000003');
  const stored = [...drawn().values()].reverse().map((one) => {
    const wire = JSON.parse(
      JSON.stringify(writeAnnotation({ ...one, datasetId, status: null }, 'http://x/api/v1')),
    );
    return { ...one, ...readAnnotation(wire, { fps: null, place: 'it' }).content };
  });
  const { shown, joints, skeleton } = gathered(new Map(stored.map((one) => [one.id, one])));
  expect([...shown.keys()]).toEqual([bare.id]);
  expect(joints.map(({ name, x, y, state }) => [name, x, y, state])).toEqual([
    ['head', 150, 100, 'visible'],
    ['left', 100, 200, 'visible'],
    ['right', 200, 200, 'visible'],
    ['foot', 150, 300, 'visible'],
  ]);
  expect(skeleton.bones).toEqual(TEMPLATE.edges);
});

test('a joint that is moved, hidden, taken away or brought back is a change of its point alone', () => {
  const state = fc.constantFrom('visible' as const, 'occluded' as const, 'absent' as const);
  const place = fc.integer({ min: 0, max: 4000 }).map((value) => value / 10);
  const change = fc.record({ x: place, y: place, state });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), change), { maxLength: 8 }), (changes) => {
      let stored = drawn();
      for (const [index, how] of changes) {
        const { pose } = gathered(stored);
        const geometry = changedJoints(pose, (joint, at) => (at === index ? { ...joint, ...how } : joint));
        const diff = changeGeometry(pose, geometry, stamp);
        const { diffs, absent } = scatterDiffs(stored, [diff], newId, stamp);
        expect(diffs.every(({ id }) => id !== bare.id)).toBe(true);
        expect(diffs.length + absent.length).toBeLessThanOrEqual(1);
        stored = applyDiffs(stored, [...diffs, ...absent.map(deleteAnnotation)]);
        const joint = gathered(stored).joints[index];
        expect(joint?.state).toBe(how.state);
        if (how.state !== 'absent') expect([joint?.x, joint?.y]).toEqual([how.x, how.y]);
      }
      expect(gathered(stored).joints).toHaveLength(4);
    }),
  );
});

test('joints that another program placed more finely stay as they are when one beside them is moved', () => {
  const fine = new Map(
    [...drawn().values()].map((one): [Annotation['id'], Annotation] => {
      if (one.geometry.type !== 'point') return [one.id, one];
      const { x, y } = one.geometry.coordinates;
      return [one.id, { ...one, geometry: { type: 'point', coordinates: { x: x + 0.001234, y } } }];
    }),
  );
  const { pose } = gathered(fine);
  const rounded = (value: number) => Math.round(value * 100) / 100;
  const moved = changedJoints(pose, (joint, at) => ({ ...joint, x: rounded(joint.x) + (at === 2 ? 5 : 0) }));
  const { diffs } = scatterDiffs(fine, [changeGeometry(pose, moved, stamp)], newId, stamp);
  expect(diffs.map(({ after }) => after?.label)).toEqual(['right']);
});

test('label and flags are of the pose, and deleting it takes its joints along', () => {
  const stored = drawn();
  const { pose } = gathered(stored);
  const renamed = scatterDiffs(stored, [changeLabel(pose, 'person', stamp)], newId, stamp).diffs;
  expect(renamed.map(({ id, after }) => [id, after?.label, after?.geometry])).toEqual([
    [bare.id, 'person', stored.get(bare.id)?.geometry],
  ]);
  const gone = scatterDiffs(stored, [deleteAnnotation(pose)], newId, stamp).diffs;
  expect(applyDiffs(stored, gone).size).toBe(0);
});

test('an absent joint lies where the others say that it would be', () => {
  const stored = drawn();
  const foot = [...stored.values()].find(({ label }) => label === 'foot');
  const moved = new Map(
    [...stored.values()]
      .filter(({ id }) => id !== foot?.id)
      .map((one): [Annotation['id'], Annotation] => {
        const { geometry } = one;
        if (geometry.type !== 'point') return [one.id, one];
        const { x, y } = geometry.coordinates;
        return [one.id, { ...one, geometry: { type: 'point', coordinates: { x: x + 50, y: y / 2 } } }];
      }),
  );
  expect(gathered(moved).joints[3]).toMatchObject({
    name: 'foot',
    x: 200,
    y: 150,
    state: 'absent',
    id: null,
  });
});

test('without its template a pose is its points, and points that the template does not name come last', () => {
  const stored = drawn();
  expect(gathered(stored, []).joints.map(({ name }) => name)).toEqual(['head', 'left', 'right', 'foot']);
  expect(gathered(stored, []).skeleton.bones).toEqual([]);
  const other = { ...TEMPLATE, joints: TEMPLATE.joints.slice(2), edges: [] };
  expect(gathered(stored, [other]).joints.map(({ name }) => name)).toEqual(['right', 'foot', 'head', 'left']);
});

test('joints are told by their pose, and what belongs to none stays by itself', () => {
  const stored = drawn();
  const [, head] = [...stored.keys()];
  if (!head) throw new Error('no head');
  expect(wholeOf(stored, head)).toBe(bare.id);
  expect(withJoints(stored, [bare.id])).toEqual([...stored.keys()]);
  const lone: Annotation = { ...bare, id: newId(), geometry: { type: 'point', coordinates: { x: 1, y: 1 } } };
  const orphan = { ...lone, id: newId(), metadata: { system: { parentId: newId() } } };
  const all = new Map([...stored, [lone.id, lone], [orphan.id, orphan]] as const);
  expect([...gatherPoses(all, [TEMPLATE], new Map()).keys()]).toEqual([bare.id, lone.id, orphan.id]);
});

test('a pose that looks as it did is the same object, and without poses so is the map', () => {
  const stored = drawn();
  const before = gatherPoses(stored, [TEMPLATE], new Map());
  expect(gatherPoses(new Map(stored), [TEMPLATE], before)).toBe(before);
  const plain = new Map([[bare.id, bare]]);
  expect(gatherPoses(plain, [TEMPLATE], new Map())).toBe(plain);
});
