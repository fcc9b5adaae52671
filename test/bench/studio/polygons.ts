/** Pictures of 12 megapixels with many polygons of 20 points on them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { CallInput } from '#contract/index.ts';
import type { TestApp } from '#test/support/electron-app.ts';

export const PICTURE = { width: 4000, height: 3000 } as const;
const POINTS = 20;
const LABELS = ['car', 'person', 'tree', 'sign'];

type Contents = CallInput<'annotations.add'>['annotations'];

export type Scenes = {
  /** A picture without shapes. */
  readonly bare: string;
  /** How many polygons the item has that the id is of. */
  readonly laid: readonly (readonly [number, string])[];
  /** Items of 10,000 shapes each. */
  readonly many: readonly string[];
};

/** Corners of so many polygons, the same in each run. */
export function polygonPoints(count: number): { x: number; y: number }[][] {
  const random = lehmer(count);
  return Array.from({ length: count }, () => {
    const radius = 15 + random() * (count > 5000 ? 40 : 90);
    const center = {
      x: radius + random() * (PICTURE.width - radius * 2),
      y: radius + random() * (PICTURE.height - radius * 2),
    };
    return Array.from({ length: POINTS }, (_, at) => {
      const reach = radius * (0.75 + 0.25 * random());
      const turn = (2 * Math.PI * at) / POINTS;
      // As finely as the Studio stores them.
      const round = (value: number) => Math.round(value * 100) / 100;
      return { x: round(center.x + reach * Math.cos(turn)), y: round(center.y + reach * Math.sin(turn)) };
    });
  });
}

export async function layScenes(app: TestApp, beside: string): Promise<Scenes> {
  const folder = join(beside, '..', 'scenes');
  const names = ['bare', 'thousand', 'many-0', 'many-1', 'many-2', 'many-3', 'many-4'];
  await writePictures(folder, names);
  const [project] = await app.call('projects.list', {});
  if (!project) throw new Error('The workspace has no project.');
  const { id: datasetId } = await app.call('datasets.create', { projectId: project.id, name: 'Scenes' });
  await app.call('items.import', { datasetId, paths: [folder], mode: 'link' });
  for (;;) {
    const { machineWork, ingestBusy } = await app.call('diagnostics.idle', {});
    if (machineWork === 0 && !ingestBusy) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { items } = await app.call('items.list', { datasetId, after: null, limit: 20 });
  const idOf = (name: string) => items.find((item) => item.name === `${name}.jpg`)?.id ?? fail(name);
  await add(app, idOf('thousand'), 1000);
  for (const name of names.slice(2)) await add(app, idOf(name), 10_000);
  return {
    bare: idOf('bare'),
    laid: [
      [1000, idOf('thousand')],
      [10_000, idOf('many-0')],
    ],
    many: names.slice(2).map(idOf),
  };
}

async function add(
  app: TestApp,
  itemId: Contents extends never ? never : string,
  count: number,
): Promise<void> {
  const annotations = polygonPoints(count).map((ring, at) => ({
    label: LABELS[at % LABELS.length] ?? 'car',
    geometry: { type: 'segment' as const, coordinates: [ring] },
    attributes: {},
  }));
  await app.call('annotations.add', { itemId, annotations } as CallInput<'annotations.add'>);
}

async function writePictures(folder: string, names: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const noise = { type: 'gaussian', mean: 128, sigma: 50 } as const;
  const texture = await sharp({
    create: { width: 1000, height: 750, channels: 3, background: '#777', noise },
  })
    .blur(1.5)
    .png()
    .toBuffer();
  const picture = await sharp(texture).resize(PICTURE.width, PICTURE.height).jpeg({ quality: 92 }).toBuffer();
  for (const name of names) {
    await writeFile(join(folder, `${name}.jpg`), Buffer.concat([picture, Buffer.from(name)]));
  }
}

/** Numbers between 0 and 1 after D. H. Lehmer, with Park and Miller's multiplier. */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function fail(name: string): never {
  throw new Error(`${name}.jpg did not come in.`);
}
