/** `sluice items mkdir`, `move`, `delete`, `restore` and `history`: where items are, and what happened to them. */
import type { Command } from 'commander';
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import type { CliEngine } from '../engine.ts';
import type { EntityFlags, EntityGroup } from '../entities/group.ts';
import {
  historyOf,
  makeFolder,
  moveEntries,
  requireEntry,
  restoreItems,
  trashEntries,
} from '../entities/item-places.ts';
import { requireItem } from '../pipelines/items.ts';
import { when } from '../pipelines/text.ts';
import { findDataset } from '../tasks/find.ts';

export type WhichFlags = EntityFlags & {
  readonly dataset?: string;
  readonly filter?: Record<string, unknown>;
};
type MoveFlags = WhichFlags & { readonly to: string };

/** How commands are added to the group of items. */
type Maker = (name: string, description: string, example: string) => Command;

export type ItemGroup = Pick<EntityGroup, 'show'> & {
  /** With the options that all have; also with one item, or with several or those of a dataset. */
  readonly add: Maker;
  readonly named: Maker;
  readonly several: Maker;
  /** Those of the dataset that is named by an option. */
  readonly matched: (engine: CliEngine, flags: WhichFlags) => Promise<Item[]>;
};

export function addItemPlaces({ add, named, several, show, matched }: ItemGroup): void {
  /** Items and folders that are named one by one, or items of a dataset. */
  const entries = async (engine: CliEngine, names: readonly string[], flags: WhichFlags) => {
    if (names.length > 0 === (flags.dataset !== undefined)) {
      throw new SluiceError('invalid-input', 'Name items, or a dataset with --dataset: one of both.');
    }
    const found = [];
    for (const name of names) found.push(await requireEntry(engine, name, flags.project));
    return [...found, ...(await matched(engine, flags))];
  };

  add('mkdir', 'make a folder, which stays when it is empty', 'sluice items mkdir Frames /day-2')
    .argument('<dataset>', 'id or name of the dataset')
    .argument('<path>', 'the whole path; folders on the way are made as well')
    .action(async (name: string, path: string, flags: EntityFlags) => {
      const work = async (engine: CliEngine) =>
        await makeFolder(engine, await findDataset(engine, name, flags.project), path);
      await show(flags, work, (folder) => `${folder.id}  ${folder.filename}`);
    });
  several('move', 'move items and folders to a folder', 'sluice items move a.png Frames/day-1 --to /day-2')
    .requiredOption('--to <folder>', 'made when it is not there')
    .action(async (names: readonly string[], flags: MoveFlags) => {
      const work = async (engine: CliEngine) =>
        await moveEntries(engine, await entries(engine, names, flags), flags.to);
      await show(flags, work, ({ moved }) => `Moved: ${moved}.`);
    });
  several(
    'delete',
    'move items, and all in folders, to the trash',
    'sluice items delete Frames/day-1',
  ).action(async (names: readonly string[], flags: WhichFlags) => {
    const work = async (engine: CliEngine) => await trashEntries(engine, await entries(engine, names, flags));
    await show(flags, work, ({ deleted }) => `Deleted: ${deleted}.`);
  });
  add('restore', 'bring items back from the trash', 'sluice items restore --dataset Frames')
    .argument('[items...]', 'ids of the items; with --dataset also their names, or none for all of them')
    .option('--dataset <name>', 'those in the trash of this dataset')
    .action(async (names: readonly string[], flags: WhichFlags) => {
      const { dataset, project } = flags;
      const work = async (engine: CliEngine) => {
        if (names.length === 0 && dataset === undefined) {
          throw new SluiceError('invalid-input', 'Name items, or a dataset with --dataset.');
        }
        const found = dataset === undefined ? null : await findDataset(engine, dataset, project);
        return await restoreItems(engine, names, found);
      };
      await show(flags, work, ({ restored }) => `Restored: ${restored}.`);
    });
  named('history', 'tell what happened to an item, latest first', 'sluice items history a.png --json').action(
    async (name: string, flags: EntityFlags) => {
      const work = async (engine: CliEngine) =>
        await historyOf(engine, await requireItem(engine, name, flags.project));
      await show(
        flags,
        work,
        (all) =>
          all.map(({ at, actor, text }) => `${when(at)}  ${text} (${actor})`).join('\n') ||
          'Nothing happened to it.',
      );
    },
  );
}
