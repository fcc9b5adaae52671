/** Writes items of a task to a file for a person who has no network. */
import { SluiceError } from '#core/errors.ts';
import { datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { type PackManifest, packIdSchema } from '#core/model/pack.ts';
import type { Task } from '#core/model/task.ts';
import type { EngineContext } from '../../context.ts';
import { entryOf } from '../../db/queries/feed.ts';
import { findItem, locationOf } from '../../db/queries/items.ts';
import { findLease, insertPack, type NewPack } from '../../db/queries/packs.ts';
import { findDataset, findProject } from '../../db/queries/projects.ts';
import { itemPath } from '../../files.ts';
import { hashFile } from '../../media/hash.ts';
import { choosePack, endLease } from '../../nodes/tasks/assign.ts';
import { surroundingsOf } from '../surroundings.ts';
import { type PackedFile, writePack } from './container.ts';
import { type KeyPair, makeKeys } from './keys.ts';

type Wish = {
  readonly task: Task;
  readonly person: string;
  readonly count: number;
  readonly days: number;
  readonly path: string;
};

const DAY = 24 * 3600 * 1000;

/** Leases the items and writes the file; the lease is ended again where that fails. Answers the pack's id. */
export async function makePack(ctx: EngineContext, keys: KeyPair, wish: Wish): Promise<NewPack['id']> {
  const { task, person } = wish;
  const back = makeKeys();
  const made = ctx.unit(ctx.settings().person, (tx) => {
    const chosen = choosePack(tx, task, { person, count: wish.count });
    if (chosen.length === 0) {
      const message = `Nothing of "${task.name}" waits for ${person}, and nothing is free. Give ${person} items first.`;
      throw new SluiceError('wrong-state', message, { taskId: task.id, person });
    }
    const id = packIdSchema.parse(tx.id());
    const until = Math.round(tx.now + wish.days * DAY);
    const pack = { id, taskId: task.id, person, madeAt: tx.now, until, returnKey: back.public };
    const itemIds = chosen.map(({ itemId }) => itemId);
    insertPack(tx.db, pack, itemIds);
    tx.changes.task(task.id);
    return { pack, itemIds };
  });
  try {
    const files = await filesOf(ctx, made.itemIds);
    const manifest = { ...manifestOf(ctx, made, files), key: keys.public, returnKey: back.secret };
    await writePack(wish.path, { manifest, secret: keys.secret, files }, ctx.closing);
    return made.pack.id;
  } catch (error) {
    const lease = findLease(ctx.db, made.pack.id);
    if (lease) ctx.unit(ctx.settings().person, (tx) => endLease(tx, task, lease));
    throw error;
  }
}

type FileHere = PackedFile & { readonly path: string };

/** Fetched where they are at a remote. */
async function filesOf(ctx: EngineContext, itemIds: readonly string[]): Promise<FileHere[]> {
  const files: FileHere[] = [];
  for (const itemId of itemIds) {
    const item = findItem(ctx.db, itemId);
    if (!item) throw new SluiceError('not-found', `There is no item ${itemId} any more.`, { itemId });
    const { storage } = await ctx.remoteFiles.bring(item, ctx.closing);
    const path = itemPath(ctx.files, storage, locationOf(ctx.db, itemId) ?? '');
    files.push({ path, ...(await hashFile(path, ctx.closing)) });
  }
  return files;
}

type Made = { readonly pack: NewPack; readonly itemIds: readonly string[] };

function manifestOf(
  { db, settings }: EngineContext,
  { pack, itemIds }: Made,
  files: readonly FileHere[],
): Omit<PackManifest, 'key' | 'returnKey'> {
  return db.read(() => {
    const items = itemIds.flatMap((itemId, at) => {
      const entry = entryOf(db, itemIdSchema.parse(itemId), at + 1);
      const file = files[at];
      return entry && file ? [{ entry, sha256: file.sha256, size: file.size }] : [];
    });
    const datasetIds = new Set(items.map(({ entry }) => entry.item.datasetId));
    const datasets = [...datasetIds].flatMap((id) => {
      const dataset = findDataset(db, datasetIdSchema.parse(id));
      if (!dataset) return [];
      const all = surroundingsOf(db, dataset);
      const task = all.tasks.find(({ id: taskId }) => taskId === pack.taskId);
      const tasks = all.tasks.filter(
        ({ id: taskId }) => taskId === task?.id || taskId === task?.parentTaskId,
      );
      const used = new Set([dataset.recipeId, ...tasks.map(({ recipeId }) => recipeId)]);
      return [{ ...all, tasks, recipes: all.recipes.filter(({ id: recipeId }) => used.has(recipeId)) }];
    });
    const project = datasets[0] && findProject(db, datasets[0].dataset.projectId);
    if (!project || items.length !== itemIds.length) {
      throw new SluiceError('not-found', 'Items were deleted while the pack was made. Make it again.');
    }
    const { returnKey: _, ...lease } = pack;
    const { id, name } = project;
    return { kind: 'pack', ...lease, hub: settings().person, project: { id, name }, datasets, items };
  });
}
