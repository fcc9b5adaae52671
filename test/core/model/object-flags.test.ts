import { describe, expect, test } from 'vitest';
import { annotationIdSchema } from '#core/model/ids.ts';
import {
  depthOf,
  flagsOf,
  isLocked,
  NO_FLAGS,
  type ObjectFlags,
  withFlags,
} from '#core/model/object-flags.ts';
import { fc } from '#test/support/property.ts';

const id = annotationIdSchema.parse('b'.repeat(24));

const changes: fc.Arbitrary<Partial<ObjectFlags>> = fc.record(
  {
    occluded: fc.boolean(),
    locked: fc.boolean(),
    z: fc.integer({ min: -9, max: 9 }),
    groupId: fc.constantFrom(null, 'g1'),
    instanceId: fc.constantFrom(null, '7'),
    relations: fc.constantFrom([], [{ to: id, label: 'rides' }]),
    parentId: fc.constantFrom(null, id),
  },
  { requiredKeys: [] },
);

describe('flags of an object', () => {
  test('of one of which nothing is said, or something that does not fit', () => {
    expect(flagsOf({})).toEqual(NO_FLAGS);
    const metadata = {
      system: { parentId: 5 },
      user: { sluice: { z: 'high', occluded: 'yes', locked: true } },
    };
    expect(flagsOf({ metadata })).toEqual({ ...NO_FLAGS, locked: true });
    expect(flagsOf({ metadata: { user: { sluice: 'no record' } } })).toEqual(NO_FLAGS);
  });

  test('what is set is read, by the short ways too', () => {
    fc.assert(
      fc.property(changes, (change) => {
        const metadata = withFlags({ user: { model: { name: 'm' } }, system: { frame: 3 } }, change);
        const object = metadata ? { metadata } : {};
        expect(flagsOf(object)).toEqual({ ...NO_FLAGS, ...change });
        expect(isLocked(object)).toBe(change.locked ?? false);
        expect(depthOf(object)).toBe(change.z ?? 0);
      }),
    );
  });

  test('set and cleared again leaves what others keep there', () => {
    fc.assert(
      fc.property(changes, (change) => {
        const before = { user: { sluice: { later: 1 }, model: { name: 'm' } }, system: { frame: 3 } };
        expect(withFlags(withFlags(before, change), NO_FLAGS)).toEqual(before);
        expect(withFlags(withFlags(undefined, change), NO_FLAGS)).toBeUndefined();
      }),
    );
  });
});
