import { describe, expect, test } from 'vitest';
import { matchCondition } from '#core/filters/condition.ts';

const item = {
  name: 'a.mp4',
  filename: '/day 1/a.mp4',
  dir: '/day 1',
  annotationsCount: 3,
  metadata: {
    system: { mimetype: 'video/mp4', width: 640, refs: [{ id: 'x' }, { id: 'y' }] },
    user: { ok: true },
  },
};

const matches = (condition: unknown) => matchCondition(JSON.stringify(condition), item).matches;

describe('what matches', () => {
  test.each([
    [{}],
    [{ 'metadata.system.mimetype': 'video/*' }],
    [{ 'metadata.system.mimetype': '*mp4' }],
    [{ filename: '/day*a*4' }],
    [{ $and: [{ name: 'a.mp4' }, { annotationsCount: { $gte: 3, $lt: 4 } }] }],
    [{ $or: [{ name: 'b' }, { 'metadata.user.ok': true }] }],
    [{ resource: 'items', filter: { $and: [{ name: { $ne: 'b' } }] } }],
    [{ 'metadata.system.refs.id': 'y' }],
    [{ 'metadata.system.refs.id': { $in: ['q', 'x'] } }],
    [{ 'metadata.system.refs.id': { $nin: ['q'] } }],
    [{ 'metadata.user.missing': { $exists: false } }],
    [{ dir: { $gt: '/day 0' } }],
  ])('%j', (condition) => expect(matches(condition)).toBe(true));
});

describe('what does not', () => {
  test.each([
    [{ 'metadata.system.mimetype': 'image/*' }],
    [{ name: 'a.mp' }],
    [{ filename: '*b*a' }],
    [{ $and: [{ name: 'a.mp4' }, { name: 'b' }] }],
    [{ $or: [{ name: 'b' }, { name: 'c' }] }],
    [{ 'metadata.system.width': { $gt: 640 } }],
    [{ 'metadata.system.width': { $lte: '700' } }],
    [{ 'metadata.user.ok': { $exists: false } }],
    [{ 'metadata.system.refs.id': { $ne: 'x' } }],
    [{ constructor: { $exists: true } }],
  ])('%j', (condition) => expect(matches(condition)).toBe(false));
});

test('no condition always matches', () => {
  for (const text of ['', '  ', 'null', '{}']) expect(matchCondition(text, item).matches).toBe(true);
});

test('the reason names the field and what was found', () => {
  const { reason } = matchCondition('{"metadata.system.width":{"$gt":1000}}', item);
  expect(reason).toBe('metadata.system.width $gt 1000 not met: found 640');
});

test.each(['{', '[]', '3', '{"$not":[]}', '{"$and":3}', '{"name":{"$where":"x"}}'])(
  '%s is refused',
  (text) => {
    expect(() => matchCondition(text, item)).toThrow(expect.objectContaining({ code: 'pipeline-invalid' }));
  },
);

test('a hostile wildcard does not hang', () => {
  const text = `${'a'.repeat(50_000)}b`;
  expect(matchCondition(JSON.stringify({ name: `${'a*'.repeat(200)}c` }), { name: text }).matches).toBe(
    false,
  );
});
