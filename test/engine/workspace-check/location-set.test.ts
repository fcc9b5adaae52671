import { expect, test } from 'vitest';
import { createLocationSet } from '#engine/workspace-check/location-set.ts';

test('it knows what was added and nothing else, however much it is', () => {
  const locations = createLocationSet();
  expect(locations.has('originals/0')).toBe(false);
  for (let at = 0; at < 5000; at += 1) locations.add(`originals/${at}`);
  for (let at = 0; at < 5000; at += 7) expect(locations.has(`originals/${at}`)).toBe(true);
  for (let at = 5000; at < 6000; at += 1) expect(locations.has(`originals/${at}`)).toBe(false);
  locations.add('frames/1');
  locations.add('frames/1');
  expect(locations.has('frames/1')).toBe(true);
});
