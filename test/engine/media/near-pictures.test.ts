/** Pictures that look alike are found by the index as by looking at every one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#engine/db/driver.ts';
import { migrate } from '#engine/db/migrate.ts';
import { savePictureHash } from '#engine/db/queries/picture-hashes.ts';
import { findNearPictures, partsOf } from '#engine/media/near-pictures.ts';
import { hammingDistance } from '#engine/media/perceptual-hash.ts';

const COUNT = 2000;
let db: Database;
const hashes: string[] = [];

/** Numbers from a seed (Park and Miller), so that a failing run can be run again. */
let state = 7;
const random = () => {
  state = (state * 48271) % 0x7fffffff;
  return state / 0x7fffffff;
};

beforeAll(() => {
  db = openDatabase(':memory:');
  migrate(db);
  db.script('PRAGMA foreign_keys = OFF');
  db.write((tx) => {
    for (let at = 0; at < COUNT; at++) {
      // Near to one another in groups, as pictures of one scene are.
      let bits = at % 10 === 0 ? BigInt(Math.floor(random() * 2 ** 52)) << 12n : BigInt(`0x${hashes.at(-1)}`);
      for (let flips = Math.floor(random() * 8); flips > 0; flips--)
        bits ^= 1n << BigInt(Math.floor(random() * 64));
      const hash = bits.toString(16).padStart(16, '0');
      hashes.push(hash);
      savePictureHash(tx, {
        ...partsOf(hash),
        itemId: `item ${at}`,
        datasetId: at % 7 === 0 ? 'other' : 'one',
      });
    }
  });
});
afterAll(() => db.close());

test.each([0, 1, 3, 4, 7, 8, 12, 15, 16, 30, 64])('within %i bits', (maxDistance) => {
  for (const at of [0, 5, 777, 1999]) {
    const hash = hashes[at] ?? '';
    const expected = hashes
      .map((other, index) => ({ itemId: `item ${index}`, index, distance: hammingDistance(hash, other) }))
      .filter(({ index, distance }) => index < at && index % 7 !== 0 && distance <= maxDistance)
      .sort((a, b) => a.distance - b.distance || a.index - b.index)
      .map(({ itemId, distance }) => [itemId, distance]);
    const wanted = { datasetId: 'one', before: at + 1, parts: partsOf(hash), maxDistance };
    const found = findNearPictures(db, wanted).map(({ itemId, distance }) => [itemId, distance]);
    expect(found).toEqual(expected);
  }
});

test('a picture keeps its place when it is looked at again', () => {
  const again = db.write((tx) =>
    savePictureHash(tx, { ...partsOf('0123456789abcdef'), itemId: 'item 3', datasetId: 'one' }),
  );
  expect(again).toBe(4);
  const wanted = { datasetId: 'one', before: COUNT + 1, parts: partsOf('0123456789abcdef'), maxDistance: 0 };
  expect(findNearPictures(db, wanted).map(({ itemId }) => itemId)).toEqual(['item 3']);
});
