import { expect, test } from 'vitest';
import type { TilePlan } from '#core/model/picture.ts';
import type { DecodedPicture } from '#renderer/editor/pictures.ts';
import { createTiles, levelFor, placesIn, seenBox, type TilePlace, tileBox } from '#renderer/editor/tiles.ts';
import { fc } from '#test/support/property.ts';

const PLAN: TilePlan = {
  tileSize: 512,
  levels: [
    { width: 20_000, height: 10_000 },
    { width: 10_000, height: 5000 },
    { width: 5000, height: 2500 },
    { width: 2500, height: 1250 },
    { width: 1250, height: 625 },
    { width: 625, height: 312 },
  ],
};

test('a level has at least a pixel for each pixel of the screen', () => {
  expect(levelFor(PLAN, 2)).toBe(0);
  expect(levelFor(PLAN, 1)).toBe(0);
  expect(levelFor(PLAN, 0.5)).toBe(1);
  expect(levelFor(PLAN, 0.49)).toBe(1);
  expect(levelFor(PLAN, 0.06)).toBe(4);
  expect(levelFor(PLAN, 0.001)).toBe(5);
});

test('the tiles of any view cover all of it, and none lies outside', () => {
  const view = fc.record({
    left: fc.nat(19_998),
    top: fc.nat(9998),
    w: fc.nat(3000),
    h: fc.nat(2000),
    level: fc.nat(5),
  });
  fc.assert(
    fc.property(view, ({ left, top, w, h, level }) => {
      const box = { left, top, right: Math.min(20_000, left + w + 1), bottom: Math.min(10_000, top + h + 1) };
      const boxes = placesIn(PLAN, level, box).map((place) => tileBox(PLAN, place));
      const covered = (x: number, y: number) =>
        boxes.some((tile) => tile.left <= x && x < tile.right && tile.top <= y && y < tile.bottom);
      expect(covered(box.left, box.top) && covered(box.right - 0.01, box.bottom - 0.01)).toBe(true);
      expect(covered(box.right - 0.01, box.top) && covered(box.left, box.bottom - 0.01)).toBe(true);
      for (const tile of boxes) {
        expect(
          tile.left < box.right && tile.right > box.left && tile.top < box.bottom && tile.bottom > box.top,
        ).toBe(true);
      }
    }),
  );
});

test('neighbours meet without a gap, and the last tile ends where the picture ends', () => {
  expect(tileBox(PLAN, { level: 0, x: 39, y: 19 })).toEqual({
    left: 19_968,
    top: 9728,
    right: 20_000,
    bottom: 10_000,
  });
  expect(tileBox(PLAN, { level: 2, x: 0, y: 0 }).right).toBe(tileBox(PLAN, { level: 2, x: 1, y: 0 }).left);
  expect(placesIn(PLAN, 0, { left: 0, top: 0, right: 10, bottom: 10 }, 1)).toHaveLength(4);
});

test('what is seen of a picture', () => {
  const seen = seenBox(
    { width: 800, height: 600 },
    { x: -400, y: 100, scale: 0.5 },
    { width: 20_000, height: 10_000 },
  );
  expect(seen).toEqual({ left: 800, top: 0, right: 2400, bottom: 1000 });
});

function world(most?: number) {
  const asked: { place: TilePlace; signal: AbortSignal; bring(): void; fail(): void }[] = [];
  let changes = 0;
  let closed = 0;
  const tiles = createTiles({
    plan: PLAN,
    changed: () => {
      changes += 1;
    },
    ...(most === undefined ? {} : { most }),
    load: (place, signal) =>
      new Promise((resolve, reject) => {
        const picture: DecodedPicture = {
          image: {} as CanvasImageSource,
          width: 1,
          height: 1,
          close() {
            closed += 1;
          },
        };
        asked.push({ place, signal, bring: () => resolve(picture), fail: () => reject(new Error('no')) });
      }),
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return { tiles, asked, settle, changes: () => changes, closed: () => closed };
}

const WHOLE = { box: { left: 0, top: 0, right: 20_000, bottom: 10_000 }, scale: 0.06 };

test('coarse tiles come first and stay below the fine ones', async () => {
  const { tiles, asked, settle, changes } = world();
  expect(tiles.show(WHOLE)).toEqual([]);
  expect(asked[0]?.place.level).toBe(5);
  expect(asked).toHaveLength(4);
  for (const one of asked.slice(0, 4)) one.bring();
  await settle();
  expect(changes()).toBe(4);
  const [coarse, ...fine] = tiles.show(WHOLE);
  expect(coarse?.box.left).toBe(0);
  expect(fine.length).toBeGreaterThan(0);
});

test('what is not seen any more is not waited for, and a tile that fails is not asked for again and again', async () => {
  const { tiles, asked, settle } = world();
  tiles.show({ box: { left: 0, top: 0, right: 600, bottom: 600 }, scale: 1 });
  const before = asked.length;
  tiles.show({ box: { left: 15_000, top: 8000, right: 15_600, bottom: 8600 }, scale: 1 });
  expect(asked.slice(0, before).every(({ signal }) => signal.aborted)).toBe(true);
  for (let round = 0; round < 20; round += 1) {
    for (const one of asked) one.fail();
    await settle();
  }
  const keys = asked.slice(before).map(({ place }) => JSON.stringify(place));
  expect(new Set(keys).size).toBe(keys.length);
  tiles.dispose();
});

test('no more tiles are kept than allowed, and all are closed in the end', async () => {
  const { tiles, asked, settle, closed } = world(3);
  for (let x = 0; x < 6; x += 1) {
    tiles.show({ box: { left: x * 512, top: 0, right: x * 512 + 10, bottom: 10 }, scale: 1 });
    for (const one of asked) one.bring();
    await settle();
  }
  expect(closed()).toBeGreaterThan(0);
  tiles.dispose();
  for (const one of asked) one.bring();
  await settle();
  expect(closed()).toBe(asked.length);
});
