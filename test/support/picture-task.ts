/** A labelling task of its own full of pictures, which all wait for a person and have shapes already. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallInput, CallOutput } from '#contract/index.ts';
import type { TestApp } from './electron-app.ts';

export type PictureTaskOptions = {
  readonly count: number;
  /** The file that each of them is but for a few bytes at its end, which nobody looks at. */
  readonly picture: Buffer;
  /** Of the files, e.g. `png`. */
  readonly extension: string;
  /** For the files: a folder that is there. */
  readonly folder: string;
  /** What the nth picture has on it. */
  readonly shapes: (at: number) => CallInput<'annotations.add'>['annotations'];
};

const LABELS = [
  { name: 'car', color: '#e69f00' },
  { name: 'person', color: '#56b4e9' },
  { name: 'tree', color: '#009e73' },
];

/** Answers the task's id. */
export async function makePictureTask(app: TestApp, options: PictureTaskOptions): Promise<string> {
  const { count, shapes } = options;
  const { id: projectId } = await app.call('projects.create', { name: 'Many' });
  const { id: recipeId } = await app.call('recipes.create', { projectId, title: 'Many', labels: LABELS });
  const { id: datasetId } = await app.call('datasets.create', { projectId, name: 'Many', recipeId });
  await app.call('items.import', { datasetId, paths: [await writeFiles(options)], mode: 'link' });
  while ((await app.call('items.count', { datasetId })).count < count) await delay(100);
  let after: string | null = null;
  let at = 0;
  do {
    const page: CallOutput<'items.list'> = await app.call('items.list', { datasetId, after, limit: 200 });
    for (const { id } of page.items) {
      await app.call('annotations.add', { itemId: id, annotations: shapes(at) });
      at += 1;
    }
    after = page.next;
  } while (after !== null);
  const { task } = await app.call('tasks.create', { projectId, datasetId, recipeId, name: 'Many' });
  while ((await app.call('tasks.get', { taskId: task.id })).counts.open < count) await delay(100);
  return task.id;
}

async function writeFiles({ folder, count, picture, extension }: PictureTaskOptions): Promise<string> {
  const into = join(folder, 'many');
  await mkdir(into, { recursive: true });
  for (let at = 0; at < count; at += 1) {
    const name = `${String(at).padStart(4, '0')}.${extension}`;
    await writeFile(join(into, name), Buffer.concat([picture, Buffer.from(String(at))]));
  }
  return into;
}
