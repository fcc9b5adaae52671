import { expect, it } from 'vitest';
import { parseAddress } from '#electron/media-address.ts';
import { mediaUrl, tilesUrl, tileUrl } from '#renderer/client/media.ts';

const itemId = '0123456789abcdef01234567';
const window = { low: -1.5, high: 4e-7 };

it.each([
  [mediaUrl(itemId, 'original'), 'media.resolve', { itemId, variant: 'original' }],
  [mediaUrl(itemId, 'display', window), 'media.resolve', { itemId, variant: 'display', window }],
  [`sluice-media://item/${itemId}/frame/12`, 'media.resolve', { itemId, variant: 'frame/12' }],
  [tilesUrl(itemId), 'media.tile', { itemId, place: null }],
  [
    tileUrl(itemId, { level: 2, x: 13, y: 0 }, null),
    'media.tile',
    { itemId, place: { level: 2, x: 13, y: 0 } },
  ],
  [
    tileUrl(itemId, { level: 0, x: 1, y: 2 }, window),
    'media.tile',
    { itemId, place: { level: 0, x: 1, y: 2 }, window },
  ],
])('%s', (address, call, wish) => {
  expect(parseAddress(address)).toEqual({ call, wish });
});

it.each([
  'tile',
  'tile/0/0',
  'tile/0/0/0/0',
  'tile/99/0/0',
  'tile/0/99999/0',
  'tile/-1/0/0',
  'tile/0/0/../0',
  'tiles/0/0/0',
  'display?low=1',
  'display?low=2&high=1',
  'display?low=1&high=1',
  'display?low=NaN&high=1',
  'display?low=1e999&high=1',
  'display?low=0&high=1&more=1',
  'display?high=1&low=0',
  'display?',
])('refuses %s', (rest) => {
  expect(parseAddress(`sluice-media://item/${itemId}/${rest}`)).toBeNull();
});
