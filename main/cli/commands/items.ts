import { type Command, Option } from 'commander';
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import type { CliEngine } from '../engine.ts';
import { type EntityFlags, entityGroup } from '../entities/group.ts';
import {
  describeItems,
  listItems,
  type Order,
  searchItems,
  setItemStatus,
  updateItem,
  updateMatching,
  writeItems,
} from '../entities/items.ts';
import { DIFF, filterOption, projectOption, sortOption } from '../entities/options.ts';
import { downloadItem, type Uploaded, uploadFiles } from '../entities/transfer.ts';
import { EXIT } from '../exit-codes.ts';
import { wholeNumber } from '../options.ts';
import { requireItem } from '../pipelines/items.ts';
import { jsonObject } from '../pipelines/json-option.ts';
import type { Runner } from '../session.ts';
import { findDataset } from '../tasks/find.ts';
import { addItemClone } from './copies.ts';
import { addItemPlaces, type WhichFlags } from './item-places.ts';

const MOST = 10_000_000;

type Filter = Record<string, unknown>;
type ListFlags = EntityFlags & {
  readonly filter?: Filter;
  readonly limit: number;
  readonly sort: readonly Order[];
};
type UploadFlags = EntityFlags & {
  readonly path: string;
  readonly overwrite?: boolean;
  readonly metadata?: Filter;
};
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
    return [...found, ...(await matched(engine, flags))];
  };
  const matched = async (engine: CliEngine, flags: WhichFlags): Promise<Item[]> => {
    const found: Item[] = [];
    if (flags.dataset === undefined) return found;
    const dataset = await findDataset(engine, flags.dataset, flags.project);
    for await (const page of searchItems(engine, dataset, flags.filter ?? {}, MOST)) found.push(...page);
    return found;
  };

  add('list', 'list the items of a dataset', `sluice items list Frames --filter '{"annotated": true}' --json`)
    .argument('<dataset>', 'id or name of the dataset')
    .addOption(filterOption())
    .option('--limit <n>', 'at most so many', wholeNumber(1, MOST), MOST)
    .addOption(sortOption())
    .action(async (name: string, flags: ListFlags) => {
      const { filter = {}, limit, sort } = flags;
      const work = async (engine: CliEngine) =>
        await listItems(engine, await findDataset(engine, name, flags.project), filter, { limit, sort });
      await show(flags, work, describeItems);
    });
  named('show', 'show an item', 'sluice items show Frames/day-1/0001.jpg --json').action(
    async (name: string, flags: EntityFlags) => {
      const work = async (engine: CliEngine) =>
        one(await writeItems(engine, [await requireItem(engine, name, flags.project)]));
      await show(flags, work, (item) => describeItems([item]));
    },
  );
  add('set', 'change items by a diff', `sluice items set a.png '{"filename": "/day-2/a.png"}'`)
    .argument('<item>', 'id of the item, or its name with or without path; with --dataset the diff instead')
    .argument('[diff]', `${DIFF}; "name" or "filename" (the whole path) move it`, jsonObject)
    .option('--dataset <name>', 'instead of an item: the metadata of those of this dataset')
    .addOption(filterOption())
    .action(async (item: string, diff: Filter | undefined, flags: WhichFlags) => {
      const { dataset, filter = {}, project } = flags;
      const many = async (engine: CliEngine, name: string) => {
        if (diff) throw new SluiceError('invalid-input', 'Name an item, or a dataset: one of both.');
        return await updateMatching(engine, await findDataset(engine, name, project), filter, diffOf(item));
      };
      if (dataset !== undefined) {
        const work = async (engine: CliEngine) => await many(engine, dataset);
        return await show(flags, work, ({ changed }) => `Changed: ${changed}.`);
      }
      const work = async (engine: CliEngine) => {
        if (!diff) throw new SluiceError('invalid-input', 'Say what is to be changed, as a JSON object.');
        return one(await updateItem(engine, await requireItem(engine, item, project), diff));
      };
      await show(flags, work, (changed) => describeItems([changed]));
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
  addItemClone({ named, show });
  addItemPlaces({ add, named, several, show, matched });
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

/** @throws SluiceError `invalid-input` */
function diffOf(text: string): Filter {
  try {
    return jsonObject(text);
  } catch {
    throw new SluiceError(
      'invalid-input',
      `The diff must be a JSON object, and not "${text.slice(0, 100)}".`,
    );
  }
}

function describeUploads(results: readonly Uploaded[]): string {
  if (results.length === 0) return 'There were no files.';
  return results.map(({ file, op, error }) => `${op}: ${file}${error ? ` (${error})` : ''}`).join('\n');
}
