import { expect, test } from 'vitest';
import { draw, groupByQuota, groupOfDraw } from '#core/pipeline/split.ts';
import { fc } from '#test/support/property.ts';

const groups = fc
  .array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 })
  .map((shares) => shares.map((distribution, at) => ({ name: `g${at}`, distribution })));

test('by quota every prefix is within one item of its share', () => {
  fc.assert(
    fc.property(groups, fc.integer({ min: 1, max: 300 }), (shares, length) => {
      const counts = new Map<string, number>();
      const total = shares.reduce((sum, group) => sum + group.distribution, 0);
      for (let at = 1; at <= length; at += 1) {
        const name = groupByQuota(shares, counts, draw('s', 'n', String(at)));
        expect(name).not.toBeNull();
        counts.set(name ?? '', (counts.get(name ?? '') ?? 0) + 1);
        for (const group of shares) {
          const owed = (at * group.distribution) / total;
          expect(Math.abs((counts.get(group.name) ?? 0) - owed)).toBeLessThan(1 + shares.length / 2);
        }
      }
    }),
  );
});

test('two halves are never more than one apart', () => {
  const halves = [
    { name: 'A', distribution: 50 },
    { name: 'B', distribution: 50 },
  ];
  const counts = new Map<string, number>();
  for (let at = 0; at < 1001; at += 1) {
    const name = groupByQuota(halves, counts, draw('seed', 'node', `item ${at}`)) ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
    expect(Math.abs((counts.get('A') ?? 0) - (counts.get('B') ?? 0))).toBeLessThanOrEqual(1);
  }
});

test('a draw depends on seed, node and item alone and spreads evenly', () => {
  expect(draw('s', 'n', 'i')).toBe(draw('s', 'n', 'i'));
  const drawn = Array.from({ length: 10_000 }, (_, at) => draw('s', 'n', at.toString(16).padStart(24, '0')));
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const share = drawn.filter((value) => Math.floor(value * 10) === tenth).length;
    expect(share).toBeGreaterThan(850);
    expect(share).toBeLessThan(1150);
  }
});

test('shares of zero get nothing and no shares at all give null', () => {
  const shares = [
    { name: 'none', distribution: 0 },
    { name: 'all', distribution: 3 },
  ];
  for (const value of [0, 0.5, 0.999999]) expect(groupOfDraw(shares, value)).toBe('all');
  expect(groupByQuota(shares, new Map(), 0.1)).toBe('all');
  expect(groupOfDraw([{ name: 'none', distribution: 0 }], 0.3)).toBeNull();
  expect(groupByQuota([], new Map(), 0.3)).toBeNull();
});
