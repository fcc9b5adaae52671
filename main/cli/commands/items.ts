import { type Command, Option } from 'commander';
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import type { CliEngine } from '../engine.ts';
import { type EntityFlags, entityGroup } from '../entities/group.ts';
import {
  describeItems,
  listItems,
  searchItems,
  setItemStatus,
  updateItem,
  writeItems,
} from '../entities/items.ts';
import { DIFF, filterOption, projectOption } from '../entities/options.ts';
import { downloadItem, type Uploaded, uploadFiles } from '../entities/transfer.ts';
import { EXIT } from '../exit-codes.ts';
import { wholeNumber } from '../options.ts';
import { requireItem } from '../pipelines/items.ts';
import { jsonObject } from '../pipelines/json-option.ts';
import type { Runner } from '../session.ts';
import { findDataset } from '../tasks/find.ts';

const MOST = 10_000_000;

type Filter = Record<string, unknown>;
type ListFlags = EntityFlags & { readonly filter?: Filter; readonly limit: number };
type UploadFlags = EntityFlags & {
  readonly path: string;
  readonly overwrite?: boolean;
  readonly metadata?: Filter;
};
type WhichFlags = EntityFlags & { readonly dataset?: string; readonly filter?: Filter };
type DownloadFlags = WhichFlags & { readonly to: string; readonly overwrite?: boolean };
type StatusFlags = WhichFlags & { readonly task: string; readonly clear?: boolean };

/** `sluice items`: items and their files from a terminal or a script, in the shape of the API's. */
export function addItems(program: Command, run: Runner): void {
  const group = entityGroup(program, run, {
    name: 'items',
    description: 'list, upload, download, move, change and delete items; each by its id, name or path',
    examples: [
      `sluice items list Frames --filter '{"name": "0001*"}' --json`,
      'sluice items upload Frames ~/footage --path /day-1',
    ],
  });
  const { show } = group;
  const add = (name: string, description: string, example: string) =>
    group.add(name, description, example).addOption(projectOption());
  const named = (name: string, description: string, example: string) =>
    add(name, description, example).argument('<item>', 'id of the item, or its name with or without path');
  const several = (name: string, description: string, example: string) =>
    add(name, description, example)
      .argument('[items...]', 'ids of the items, or their names with or without path')
      .option('--dataset <name>', 'instead: those of this dataset')
      .addOption(filterOption());
  /** Those that are named one by one, or those of a dataset. */
  const wanted = async (engine: CliEngine, names: readonly string[], flags: WhichFlags) => {
    if (names.length > 0 === (flags.dataset !== undefined))
      throw new SluiceError('invalid-input', 'Name items, or a dataset with --dataset: one of both.');
    const found: Item[] = [];
    for (const name of names) found.push(await requireItem(engine, name, flags.project));
    if (flags.dataset === undefined) return found;
    const dataset = await findDataset(engine, flags.dataset, flags.project);
    for await (const page of searchItems(engine, dataset, flags.filter ?? {}, MOST)) found.push(...page);
    return found;
  };

  add('list', 'list the items of a dataset', `sluice items list Frames --filter '{"annotated": true}' --json`)
    .argument('<dataset>', 'id or name of the dataset')
    .addOption(filterOption())
    .option('--limit <n>', 'at most so many', wholeNumber(1, MOST), MOST)
    .action(async (name: string, flags: ListFlags) => {
      const work = async (engine: CliEngine) =>
        await listItems(
          engine,
          await findDataset(engine, name, flags.project),
          flags.filter ?? {},
          flags.limit,
        );
      await show(flags, work, describeItems);
    });
  named('show', 'show an item', 'sluice items show Frames/day-1/0001.jpg --json').action(
    async (name: string, flags: EntityFlags) => {
      const work = async (engine: CliEngine) =>
        one(await writeItems(engine, [await requireItem(engine, name, flags.project)]));
      await show(flags, work, (item) => describeItems([item]));
    },
  );
  named('set', 'change an item by a diff', `sluice items set a.png '{"filename": "/day-2/a.png"}'`)
    .argument('<diff>', `${DIFF}; "name" or "filename" (the whole path) move it`, jsonObject)
    .action(async (name: string, diff: Filter, flags: EntityFlags) => {
      const work = async (engine: CliEngine) =>
        one(await updateItem(engine, await requireItem(engine, name, flags.project), diff));
      await show(flags, work, (item) => describeItems([item]));
    });
  add('upload', 'upload files and folders', 'sluice items upload Frames ~/footage --path /day-1')
    .argument('<dataset>', 'id or name of the dataset')
    .argument('<paths...>', 'files, and folders with all below them')
    .addOption(new Option('--path <folder>', 'into this folder of the dataset').default('/'))
    .addOption(new Option('--overwrite', 'what is at a path already goes to the trash; else it stays'))
    .addOption(new Option('--metadata <json>', 'of every item').argParser(jsonObject))
    .action(async (name: string, paths: readonly string[], flags: UploadFlags) => {
      const { path, metadata = {} } = flags;
      const wish = { path, metadata, mode: flags.overwrite ? 'overwrite' : 'skip' } as const;
      await show(
        flags,
        async (engine, session) => {
          const dataset = await findDataset(engine, name, flags.project);
          return await uploadFiles(engine, session, dataset, paths, wish);
        },
        describeUploads,
        (results) => (results.some(({ op }) => op === 'failed') ? EXIT.workFailed : EXIT.ok),
      );
    });
  several('download', 'write files of items to a folder', 'sluice items download --dataset Frames --to out')
    .requiredOption('--to <folder>', 'where to; folders of the dataset are made in it')
    .addOption(new Option('--overwrite', 'files that are there are replaced'))
    .action(async (names: readonly string[], flags: DownloadFlags) => {
      const work = async (engine: CliEngine) => {
        const written = [];
        for (const item of await wanted(engine, names, flags))
          written.push(await downloadItem(engine, item, flags.to, flags.overwrite === true));
        return written;
      };
      await show(flags, work, (all) => all.map(({ file }) => file).join('\n') || 'There are no items.');
    });
  several('delete', 'move items to the trash', 'sluice items delete Frames/day-1/0001.jpg').action(
    async (names: readonly string[], flags: WhichFlags) => {
      const work = async (engine: CliEngine) => {
        const itemIds = (await wanted(engine, names, flags)).map(({ id }) => id);
        let deleted = 0;
        for (let at = 0; at < itemIds.length; at += 1000)
          deleted += (await engine.call('items.trash', { itemIds: itemIds.slice(at, at + 1000) })).changed;
        return { deleted };
      };
      await show(flags, work, ({ deleted }) => `Deleted: ${deleted}.`);
    },
  );
  named('status', 'give an item a status in a task', 'sluice items status a.png completed --task Label')
    .argument('[status]', 'one of the decisions of the task')
    .requiredOption('--task <name>', 'id or name of the task')
    .addOption(new Option('--clear', 'instead: take the status away'))
    .action(async (name: string, status: string | undefined, flags: StatusFlags) => {
      const work = async (engine: CliEngine) => {
        const item = await requireItem(engine, name, flags.project);
        if (status === undefined && !flags.clear)
          throw new SluiceError('invalid-input', 'Say which status, or give --clear.');
        return await setItemStatus(engine, [item], {
          task: flags.task,
          status: flags.clear ? null : (status ?? null),
          project: flags.project,
        });
      };
      await show(flags, work, (all) =>
        Object.values(all)
          .map((place) => `${place.id}: ${place.status ?? 'none'}`)
          .join('\n'),
      );
    });
}

function one<T>([item]: readonly T[]): T {
  if (item === undefined) throw new Error('one was asked for');
  return item;
}

function describeUploads(results: readonly Uploaded[]): string {
  if (results.length === 0) return 'There were no files.';
  return results.map(({ file, op, error }) => `${op}: ${file}${error ? ` (${error})` : ''}`).join('\n');
}
