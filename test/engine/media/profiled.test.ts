import sharp from 'sharp';
import { expect, test } from 'vitest';
import { toSrgb } from '#engine/media/profiled.ts';
import { ADOBE_RGB_COLOURS, adobeRgb } from '#test/support/profile.ts';

const near = (value: number) => ({ asymmetricMatch: (other: number) => Math.abs(other - value) <= 2 });

test('numbers of a profile become the colours that they mean; alpha stays', async () => {
  const stored = ADOBE_RGB_COLOURS.flatMap((colour, index) => [...colour.stored, 100 + index]);
  const size = { width: ADOBE_RGB_COLOURS.length, height: 1, icc: adobeRgb() };
  const shown = [...(await toSrgb({ ...size, data: Buffer.from(stored), channels: 4 }))];
  const wanted = ADOBE_RGB_COLOURS.flatMap((colour, index) => [...colour.shown.map(near), 100 + index]);
  expect(shown).toEqual(wanted);
  const plain = ADOBE_RGB_COLOURS.flatMap((colour) => [...colour.stored]);
  expect([...(await toSrgb({ ...size, data: Buffer.from(plain), channels: 3 }))]).toEqual(
    ADOBE_RGB_COLOURS.flatMap(({ shown: colour }) => colour.map(near)),
  );
});

test('pixels with a profile that is none stay as they are', async () => {
  const data = await sharp({ create: { width: 3, height: 2, channels: 3, background: '#102030' } })
    .raw()
    .toBuffer();
  const icc = Buffer.alloc(200, 7);
  expect(await toSrgb({ data, width: 3, height: 2, channels: 3, icc })).toEqual(data);
});
