import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { imageError, probeImage } from '#engine/media/image.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-image-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function picture(width = 60, height = 40) {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  return sharp({ create: { width, height, channels: 3, background: '#336699', noise } });
}

test('the size is the upright one', async () => {
  const path = join(folder, 'turned.jpg');
  await picture().withMetadata({ orientation: 6 }).jpeg().toFile(path);
  const facts = { width: 40, height: 60, orientation: 6, format: 'jpeg', mimetype: 'image/jpeg', pages: 1 };
  expect(await probeImage(path, { verify: true })).toMatchObject(facts);
});

test.each([
  ['png', 'image/png'],
  ['webp', 'image/webp'],
  ['tiff', 'image/tiff'],
  ['gif', 'image/gif'],
  ['avif', 'image/avif'],
] as const)('%s', async (format, mimetype) => {
  const path = join(folder, `picture.${format}`);
  await picture().toFormat(format).toFile(path);
  expect(await probeImage(path)).toMatchObject({ width: 60, height: 40, orientation: 1, mimetype });
});

test.each([
  ['empty.jpg', '', /is empty/],
  ['text.png', 'not a picture at all, just words', /is not a picture/],
])('%s is refused in plain words', async (name, content, message) => {
  await writeFile(join(folder, name), content);
  await expect(probeImage(join(folder, name))).rejects.toMatchObject({
    code: 'media-unreadable',
    message: expect.stringMatching(message),
  });
});

test('a picture that is cut short is found when it is verified', async () => {
  const path = join(folder, 'cut.jpg');
  const whole = await picture(400, 300).jpeg().toBuffer();
  await writeFile(path, whole.subarray(0, whole.length >> 1));
  await expect(probeImage(path, { verify: true })).rejects.toMatchObject({
    code: 'media-unreadable',
    message: expect.stringMatching(/cut short/),
  });
});

test('a header that claims too many pixels is refused before anything is decoded', async () => {
  const path = join(folder, 'bomb.png');
  await picture().png().toFile(path);
  const bytes = await readFile(path);
  bytes.writeUInt32BE(60_000, 16);
  bytes.writeUInt32BE(60_000, 20);
  // The header's checksum has to fit, or it would count as damaged.
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  await writeFile(path, bytes);
  await expect(probeImage(path)).rejects.toMatchObject({ message: expect.stringMatching(/megapixels/) });
});

test('a full disk is not the fault of the picture', () => {
  expect(imageError('/a.jpg', new Error('write error: No space left on device'))).toMatchObject({
    code: 'disk-full',
  });
});

test('a HEIC picture is refused with the remedy', async () => {
  const path = join(folder, 'phone.heic');
  const box = Buffer.alloc(24);
  box.writeUInt32BE(24);
  box.write('ftypheic', 4);
  box.write('mif1heic', 16);
  await writeFile(path, Buffer.concat([box, Buffer.alloc(200)]));
  await expect(probeImage(path)).rejects.toMatchObject({
    code: 'media-unreadable',
    message: expect.stringMatching(/HEIC.*HEVC.*Convert it to JPEG/),
  });
});
