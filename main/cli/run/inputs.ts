/** Bringing a run's inputs in. */
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import type { DatasetId, ItemId } from '#core/model/ids.ts';
import type { IngestMode } from '#core/model/watched-folder.ts';
import type { CliEngine } from '../engine.ts';
import { everyPage } from '../pages.ts';
import type { Prepared } from './prepare.ts';

/**
 * Absolute paths of the inputs.
 * @throws SluiceError `not-found` naming the first that is not there.
 */
export async function resolveInputs(paths: readonly string[]): Promise<string[]> {
  return await Promise.all(
    paths.map(async (path) => {
      const absolute = resolve(path);
      await access(absolute).catch((cause: unknown) => {
        throw new SluiceError('not-found', `The input ${path} is not there.`, { path }, { cause });
      });
      return absolute;
    }),
  );
}

/** Imports the files and waits for the end of it; gives the items that are new. */
export async function importInputs(
  engine: CliEngine,
  prepared: Prepared,
  files: { readonly paths: readonly string[]; readonly mode: IngestMode },
  settle: () => Promise<unknown>,
): Promise<ItemId[]> {
  const before = new Set(await itemIds(engine, prepared.inputs));
  await engine.call('items.import', {
    datasetId: prepared.inputs,
    paths: [...files.paths],
    mode: files.mode,
  });
  await settle();
  return (await itemIds(engine, prepared.inputs)).filter((id) => !before.has(id));
}

/** Starts a cycle for each item, for pipelines that no arrival starts. */
export async function startCycles(
  engine: CliEngine,
  prepared: Prepared,
  items: readonly ItemId[],
): Promise<void> {
  const pipelineId = prepared.pipeline.id;
  for (let at = 0; at < items.length; at += 1000) {
    await engine.call('pipelines.execute', { pipelineId, itemIds: items.slice(at, at + 1000) });
  }
}

async function itemIds(engine: CliEngine, datasetId: DatasetId): Promise<ItemId[]> {
  const pages = everyPage((after) => engine.call('items.list', { datasetId, after, limit: 1000 }));
  const ids: ItemId[] = [];
  for await (const item of pages) ids.push(item.id);
  return ids;
}
