/** What the window draws of pictures of every kind, compared with what the engine makes of them, pixel by pixel. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { Item } from '#core/model/item.ts';
import { mediaUrl, tilesUrl, tileUrl } from '#renderer/client/media.ts';
import { expect, test } from '../support/app-test.ts';
import type { TestApp } from '../support/electron-app.ts';
import { ADOBE_RGB_COLOURS, adobeRgb, jpegWithProfile, pngWithProfile } from '../support/profile.ts';
import { writeTiff } from '../support/tiff.ts';

/** A project with one dataset that holds all files of a folder, by name. */
async function importFolder(app: TestApp, folder: string, count: number): Promise<Map<string, Item>> {
  const project = await app.call('projects.create', { name: 'Pictures' });
  const dataset = await app.call('datasets.create', { projectId: project.id, name: 'Files' });
  await app.call('items.import', { datasetId: dataset.id, paths: [folder] });
  const arrived = async () => (await app.call('items.count', { datasetId: dataset.id })).count;
  await expect.poll(arrived, { timeout: 60_000 }).toBe(count);
  const { items } = await app.call('items.list', { datasetId: dataset.id, limit: 200 });
  return new Map(items.map((item) => [item.name, item]));
}

type Pixels = { readonly width: number; readonly height: number; readonly data: number[] };

/** Draws what an address gives as the studio does, and reads it back. */
async function drawn(app: TestApp, address: string): Promise<Pixels> {
  return await app.window.evaluate(async (url) => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    const bitmap = await createImageBitmap(await response.blob());
    const { width, height } = bitmap;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const rgba = [...(context?.getImageData(0, 0, width, height).data ?? [])];
    return { width, height, data: rgba.filter((_, at) => at % 4 !== 3) };
  }, address);
}

/** The largest difference of any sample. */
function difference(a: Pixels, b: Pixels): number {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  return a.data.reduce((most, value, at) => Math.max(most, Math.abs(value - (b.data[at] ?? 0))), 0);
}

const WIDTH = 48;
const HEIGHT = 32;

/** Four colours, no two alike, in blocks of 16: compression cannot blur one into another. */
function stored(): Pixels {
  const colours = [
    [220, 40, 40],
    [40, 200, 60],
    [50, 70, 210],
    [230, 220, 60],
    [30, 30, 30],
    [240, 240, 240],
  ];
  const data: number[] = [];
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) data.push(...(colours[(x >> 4) + 3 * (y >> 4)] ?? []));
  }
  return { width: WIDTH, height: HEIGHT, data };
}

/** What EXIF says that a viewer does with each orientation, written down without any library. */
function upright({ width, height, data }: Pixels, orientation: number): Pixels {
  const turned = orientation >= 5;
  const [w, h] = turned ? [height, width] : [width, height];
  const out: number[] = [];
  for (let y = 0; y < h; y += 1) {
    for (let x = 0; x < w; x += 1) {
      const [fromX, fromY] = {
        1: [x, y],
        2: [width - 1 - x, y],
        3: [width - 1 - x, height - 1 - y],
        4: [x, height - 1 - y],
        5: [y, x],
        6: [y, height - 1 - x],
        7: [width - 1 - y, height - 1 - x],
        8: [width - 1 - y, x],
      }[orientation] ?? [0, 0];
      const at = ((fromY ?? 0) * width + (fromX ?? 0)) * 3;
      out.push(...data.slice(at, at + 3));
    }
  }
  return { width: w, height: h, data: out };
}

const raw = { width: WIDTH, height: HEIGHT, channels: 3 } as const;
const FORMATS = {
  jpg: (picture) => picture.jpeg({ quality: 98, chromaSubsampling: '4:4:4' }),
  png: (picture) => picture.png(),
  webp: (picture) => picture.webp({ lossless: true }),
  tif: (picture) => picture.tiff({ compression: 'lzw' }),
  avif: (picture) => picture.avif({ lossless: true }),
} satisfies Record<string, (picture: Sharp) => Sharp>;

test('all eight orientations of every format are upright, everywhere alike', async ({ launch, folder }) => {
  const input = join(folder, 'in');
  await mkdir(input);
  const orientations = [1, 2, 3, 4, 5, 6, 7, 8];
  for (const orientation of orientations) {
    for (const [extension, encode] of Object.entries(FORMATS)) {
      const picture = sharp(Buffer.from(stored().data), { raw }).withMetadata({ orientation });
      await encode(picture).toFile(join(input, `${orientation}.${extension}`));
    }
  }
  const app = await launch({ workspace: join(folder, 'workspace') });
  const items = await importFolder(app, input, orientations.length * Object.keys(FORMATS).length);
  for (const [name, item] of items) {
    const path = join(input, name);
    const engine = await sharp(path).autoOrient().removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const asEngine = { width: engine.info.width, height: engine.info.height, data: [...engine.data] };
    // An AVIF turns by properties of its own, and its EXIF is not looked at: there both only have to agree.
    const wanted = name.endsWith('.avif') ? asEngine : upright(stored(), Number.parseInt(name, 10));
    expect([item.width, item.height], name).toEqual([wanted.width, wanted.height]);
    const lossy = /jpg|avif/.test(name) ? 8 : 0;
    expect(difference(asEngine, wanted), `${name}, engine`).toBeLessThanOrEqual(lossy);
    expect(
      difference(await drawn(app, mediaUrl(item.id, 'display')), wanted),
      `${name}, window`,
    ).toBeLessThanOrEqual(lossy);
    const preview = await drawn(app, mediaUrl(item.id, 'preview'));
    expect([preview.width, preview.height], `${name}, preview`).toEqual([wanted.width, wanted.height]);
    const thumb = await drawn(app, mediaUrl(item.id, 'thumb'));
    expect([thumb.width, thumb.height], `${name}, thumbnail`).toEqual([wanted.width, wanted.height]);
    const middle = (pixels: Pixels) =>
      pixels.data.slice((8 * pixels.width + 8) * 3, (8 * pixels.width + 8) * 3 + 3);
    const far = middle(thumb).map((value, at) => Math.abs(value - (middle(wanted)[at] ?? 0)));
    expect(Math.max(...far), `${name}, thumbnail`).toBeLessThan(30);
  }
});

test('colours and numbers of every kind come out as they should', async ({ launch, folder }) => {
  const input = join(folder, 'in');
  await mkdir(input);
  const at = (name: string) => join(input, name);
  const flat = (r: number, g: number, b: number) =>
    sharp({ create: { width: 16, height: 16, channels: 3, background: { r, g, b } } });
  const wanted: Record<string, readonly [number, number, number]> = {
    'p3.png': [200, 30, 40],
    'p3.jpg': [200, 30, 40],
    'adobe.png': ADOBE_RGB_COLOURS[0].shown,
    'adobe.jpg': ADOBE_RGB_COLOURS[1].shown,
    'adobe-16.png': ADOBE_RGB_COLOURS[1].shown,
    'p3-16.png': [200, 100, 50],
    'cmyk.tif': [0, 0, 0],
    'cmyk.jpg': [0, 0, 0],
    '16.png': [100, 100, 100],
    '12-in-16.tif': [128, 128, 128],
    'float.tif': [64, 64, 64],
    'palette.png': [10, 120, 240],
    'palette.tif': [255, 128, 0],
    'bits.tif': [255, 255, 255],
    'planar.tif': [250, 120, 10],
    'tiled.tif': [40, 90, 160],
    'plain.bmp': [1, 2, 200],
  };
  const full = <T extends Uint8Array | Uint16Array | Float32Array>(array: T, value: number): T =>
    array.fill(value) as T;
  await flat(200, 30, 40).withIccProfile('p3').png().toFile(at('p3.png'));
  await flat(200, 30, 40)
    .withIccProfile('p3')
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toFile(at('p3.jpg'));
  const [first, second] = ADOBE_RGB_COLOURS;
  await writeFile(
    at('adobe.png'),
    pngWithProfile(
      await flat(...first.stored)
        .png()
        .toBuffer(),
      adobeRgb(),
    ),
  );
  const fine = { quality: 100, chromaSubsampling: '4:4:4' } as const;
  const jpeg = await flat(...second.stored)
    .jpeg(fine)
    .toBuffer();
  await writeFile(at('adobe.jpg'), jpegWithProfile(jpeg, adobeRgb()));
  const deepColour = await flat(...second.stored)
    .toColourspace('rgb16')
    .png()
    .toBuffer();
  await writeFile(at('adobe-16.png'), pngWithProfile(deepColour, adobeRgb()));
  await flat(200, 100, 50).toColourspace('rgb16').withIccProfile('p3').png().toFile(at('p3-16.png'));
  const cmyk = sharp({ create: { width: 16, height: 16, channels: 3, background: '#000' } }).toColourspace(
    'cmyk',
  );
  await cmyk.clone().tiff().toFile(at('cmyk.tif'));
  await cmyk.clone().jpeg({ quality: 100 }).toFile(at('cmyk.jpg'));
  const size = { width: 16, height: 16 } as const;
  const deep = sharp(full(new Uint16Array(256), 25_700), { raw: { ...size, channels: 1 } });
  await deep.toColourspace('grey16').png().toFile(at('16.png'));
  writeTiff(at('12-in-16.tif'), [{ ...size, bits: 16, data: full(new Uint16Array(256), 2056) }]);
  writeTiff(at('float.tif'), [
    { ...size, bits: 32, format: 'float', data: full(new Float32Array(256), 0.25) },
  ]);
  await flat(10, 120, 240).png({ palette: true, quality: 100 }).toFile(at('palette.png'));
  const palette = new Uint16Array(768);
  [palette[5], palette[261], palette[517]] = [0xffff, 0x8080, 0];
  writeTiff(at('palette.tif'), [
    { ...size, bits: 8, photometric: 3, palette, data: full(new Uint8Array(256), 5) },
  ]);
  writeTiff(at('bits.tif'), [{ ...size, bits: 1, data: full(new Uint8Array(32), 255) }]);
  const planes = new Uint8Array(768).map((_, index) => [250, 120, 10][index >> 8] ?? 0);
  writeTiff(at('planar.tif'), [{ ...size, bits: 8, samples: 3, planar: true, data: planes }]);
  const tiles = { tile: true, tileWidth: 64, tileHeight: 64, compression: 'deflate' } as const;
  await flat(40, 90, 160).tiff(tiles).toFile(at('tiled.tif'));
  const bmp = Buffer.alloc(54 + 768);
  bmp.write('BM');
  bmp.writeUInt32LE(bmp.length, 2);
  bmp.writeUInt32LE(54, 10);
  bmp.writeUInt32LE(40, 14);
  bmp.writeInt32LE(16, 18);
  bmp.writeInt32LE(16, 22);
  bmp.writeUInt16LE(1, 26);
  bmp.writeUInt16LE(24, 28);
  for (let pixel = 54; pixel < bmp.length; pixel += 3) bmp.set([200, 2, 1], pixel);
  await writeFile(at('plain.bmp'), bmp);

  const app = await launch({ workspace: join(folder, 'workspace') });
  const items = await importFolder(app, input, Object.keys(wanted).length);
  for (const [name, colour] of Object.entries(wanted)) {
    const item = items.get(name);
    for (const variant of ['display', 'preview', 'thumb'] as const) {
      const { data } = await drawn(app, mediaUrl(item?.id ?? '', variant));
      const off = Math.max(...colour.map((value, sample) => Math.abs(value - (data[sample] ?? 0))));
      // The usual ink has no deeper black than this, and small pictures are compressed.
      expect(off, `${name}, ${variant}: ${data.slice(0, 3)}`).toBeLessThanOrEqual(
        name.startsWith('cmyk') ? 45 : variant === 'display' ? 3 : 6,
      );
    }
  }
  const float = items.get('float.tif')?.id ?? '';
  const window = { low: 0, high: 0.5 };
  expect((await drawn(app, mediaUrl(float, 'display', window))).data.slice(0, 3)).toEqual([128, 128, 128]);
  await app.call('media.setWindow', { datasetId: items.get('float.tif')?.datasetId ?? '', window });
  expect((await drawn(app, mediaUrl(float, 'display'))).data.slice(0, 3)).toEqual([128, 128, 128]);
});

test('a very large picture is exact to the pixel in its tiles', async ({ launch, folder }) => {
  const input = join(folder, 'in');
  await mkdir(input);
  const width = 8300;
  const height = 1100;
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1)
      pixels.set([x & 255, y & 255, (x >> 8) * 5 + (y >> 8)], (y * width + x) * 3);
  }
  const path = join(input, 'wide.png');
  await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toFile(path);
  const app = await launch({
    workspace: join(folder, 'workspace'),
    expectedErrors: [/Failed to load resource/],
  });
  const item = (await importFolder(app, input, 1)).get('wide.png');
  const id = item?.id ?? '';
  const plan = await app.window.evaluate(async (url) => await (await fetch(url)).json(), tilesUrl(id));
  expect(plan).toMatchObject({ tileSize: 512, levels: expect.arrayContaining([{ width, height }]) });
  for (const [x, y] of [
    [0, 0],
    [3, 1],
    [16, 2],
  ] as const) {
    const [left, top] = [x * 512, y * 512];
    const box = { left, top, width: Math.min(512, width - left), height: Math.min(512, height - top) };
    const { data } = await sharp(path).extract(box).raw().toBuffer({ resolveWithObject: true });
    const tile = await drawn(app, tileUrl(id, { level: 0, x, y }, null));
    expect(difference(tile, { width: box.width, height: box.height, data: [...data] }), `${x}/${y}`).toBe(0);
  }
  const status = async (address: string) =>
    await app.window.evaluate(async (url) => (await fetch(url)).status, address);
  expect(await status(tileUrl(id, { level: 0, x: 17, y: 0 }, null))).toBe(404);
  expect(await status(tileUrl(id, { level: 39, x: 0, y: 0 }, null))).toBe(404);
  expect(await status(`sluice-media://item/${id}/tile/0/0`)).toBe(400);
  expect(await status(`sluice-media://item/${id}/display?low=1&high=1`)).toBe(400);
  expect(await status(`sluice-media://item/${id}/display?low=1&high=x`)).toBe(400);
});

test('a picture of 41 megapixels with alpha is shown by tiles when it is zoomed', async ({
  launch,
  folder,
}) => {
  const input = join(folder, 'in');
  await mkdir(input);
  const [width, height] = [8100, 5100];
  const glass = { r: 40, g: 200, b: 90, alpha: 0.5 };
  await sharp({ create: { width, height, channels: 4, background: glass } })
    .png({ compressionLevel: 1 })
    .toFile(join(input, 'glass.png'));
  const app = await launch({ workspace: join(folder, 'workspace') });
  const id = (await importFolder(app, input, 1)).get('glass.png')?.id ?? '';
  const { window } = app;
  await window.evaluate((hash) => {
    location.hash = hash;
  }, `#/view/${id}`);
  await expect(window.getByTestId('canvas')).toHaveAttribute('data-item', id);
  await expect(window.locator('output', { hasText: 'full detail' })).toHaveCount(0, { timeout: 60_000 });
  await window.evaluate(() => performance.clearMarks());
  await window.keyboard.press('0');
  const shown = () => window.evaluate(() => performance.getEntriesByName('studio:tile-shown').length);
  await expect.poll(shown).toBeGreaterThan(0);
  const pixel = await window.evaluate(
    async (url) => {
      const bitmap = await createImageBitmap(await (await fetch(url)).blob(), { premultiplyAlpha: 'none' });
      const context = new OffscreenCanvas(512, 512).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      return [...(context?.getImageData(100, 100, 1, 1).data ?? [])];
    },
    tileUrl(id, { level: 0, x: 7, y: 4 }, null),
  );
  expect(pixel[3]).toBe(128);
  for (const [at, value] of [40, 200, 90].entries())
    expect(Math.abs((pixel[at] ?? 0) - value)).toBeLessThan(3);
});

test('what is scrolled away is not made', async ({ launch, folder }) => {
  const input = join(folder, 'in');
  await mkdir(input);
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const picture = await sharp({
    create: { width: 1600, height: 1200, channels: 3, background: '#369', noise },
  })
    .jpeg()
    .toBuffer();
  const COUNT = 240;
  for (let number = 0; number < COUNT; number += 1) {
    // Other bytes after the end of the picture: another file of the same cost.
    await writeFile(join(input, `${number}.jpg`), Buffer.concat([picture, Buffer.from(String(number))]));
  }
  const workspace = join(folder, 'workspace');
  const app = await launch({ workspace, expectedErrors: [/Failed to load resource/] });
  const items = [...(await importFolder(app, input, COUNT)).values()];
  const rest = await app.call('items.list', {
    datasetId: items[0]?.datasetId ?? '',
    limit: 200,
    after: items.at(-1)?.id,
  });
  const addresses = [...items, ...rest.items].map(({ id }) => mediaUrl(id, 'thumb'));
  expect(addresses).toHaveLength(COUNT);
  // As the grid does: screens of 12, each left after 30 ms, the last one looked at.
  const seen = await app.window.evaluate(async (urls) => {
    let shown: HTMLImageElement[] = [];
    for (let first = 0; first < urls.length; first += 12) {
      for (const image of shown) {
        image.remove();
        image.removeAttribute('src');
      }
      shown = urls.slice(first, first + 12).map((url) => {
        const image = new Image();
        image.src = url;
        document.body.append(image);
        return image;
      });
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await Promise.all(shown.map((image) => image.decode()));
    return shown.length;
  }, addresses);
  const files = await readdir(join(workspace, 'thumbs'), { recursive: true });
  const made = files.filter((name) => name.endsWith('.webp') && !name.includes('/.')).length;
  expect(made).toBeGreaterThanOrEqual(seen);
  expect(made).toBeLessThan(COUNT / 2);
});
