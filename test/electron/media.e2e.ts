/** Pictures and videos reach the page by their item's id. */
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Item } from '#core/model/item.ts';
import { mediaUrl } from '#renderer/client/media.ts';
import { expect, test } from '../support/app-test.ts';
import { clip } from '../support/clips.ts';
import type { TestApp } from '../support/electron-app.ts';

/** A project with one dataset that holds the files. */
async function importFiles(app: TestApp, paths: string[]): Promise<readonly Item[]> {
  const project = await app.call('projects.create', { name: 'Media' });
  const dataset = await app.call('datasets.create', { projectId: project.id, name: 'Files' });
  await app.call('items.import', { datasetId: dataset.id, paths });
  const count = async (): Promise<number> => (await app.call('items.count', { datasetId: dataset.id })).count;
  await expect.poll(count, { timeout: 30_000 }).toBe(paths.length);
  return (await app.call('items.list', { datasetId: dataset.id })).items;
}

test('a picture is shown, drawn and read back, by its id only', async ({ launch, folder }) => {
  const picture = join(folder, 'red.png');
  await sharp({ create: { width: 640, height: 360, channels: 3, background: '#c81e1e' } })
    .png()
    .toFile(picture);
  const app = await launch({
    workspace: join(folder, 'workspace'),
    expectedErrors: [/Failed to load resource/],
  });
  const [item] = await importFiles(app, [picture]);
  const id = item?.id ?? '';

  const drawn = await app.window.evaluate(
    async (address) => {
      const image = new Image();
      image.crossOrigin = 'anonymous';
      image.src = address;
      await image.decode();
      const canvas = new OffscreenCanvas(1, 1);
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      return { width: image.naturalWidth, pixel: [...(context?.getImageData(0, 0, 1, 1).data ?? [])] };
    },
    mediaUrl(id, 'original'),
  );
  expect(drawn).toEqual({ width: 640, pixel: [200, 30, 30, 255] });

  const get = async (address: string, range?: string) =>
    await app.window.evaluate(
      async ([url, wanted]) => {
        const response = await fetch(url, wanted ? { headers: { range: wanted } } : {});
        const { byteLength } = await response.arrayBuffer();
        return { status: response.status, byteLength, type: response.headers.get('content-type') };
      },
      [address, range] as const,
    );
  expect(await get(mediaUrl(id, 'original'))).toEqual({
    status: 200,
    byteLength: item?.size,
    type: 'image/png',
  });
  expect(await get(mediaUrl(id, 'original'), 'bytes=10-19')).toMatchObject({ status: 206, byteLength: 10 });
  expect(await get(mediaUrl(id, 'original'), 'bytes=9999999-')).toMatchObject({ status: 416, byteLength: 0 });
  expect(await get(mediaUrl(id, 'thumb'))).toMatchObject({ status: 200 });
  expect(await get(mediaUrl('0123456789abcdef01234567', 'original'))).toMatchObject({ status: 404 });
  expect(await get('sluice-media://item/..%2f..%2fetc%2fpasswd/original')).toMatchObject({ status: 400 });
});

test('a video plays and seeks', async ({ launch, folder }) => {
  const path = join(folder, 'in', 'clip.webm');
  await mkdir(join(folder, 'in'));
  await copyFile((await clip('webm')).path, path);
  const app = await launch({ workspace: join(folder, 'workspace') });
  const [item] = await importFiles(app, [path]);
  const seeked = await app.window.evaluate(
    async (address) => {
      const video = document.createElement('video');
      video.muted = true;
      video.src = address;
      await new Promise((resolve, reject) => {
        video.onloadeddata = resolve;
        video.onerror = () => reject(new Error(video.error?.message));
      });
      const at = video.duration / 2;
      await new Promise((resolve) => {
        video.onseeked = resolve;
        video.currentTime = at;
      });
      return { width: video.videoWidth, off: Math.abs(video.currentTime - at) };
    },
    mediaUrl(item?.id ?? '', 'original'),
  );
  expect(seeked.width).toBe(item?.width);
  expect(seeked.off).toBeLessThan(0.01);
});
