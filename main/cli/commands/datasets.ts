import { type Command, Option } from 'commander';
import type { Dataset } from '#core/model/dataset.ts';
import type { CliEngine } from '../engine.ts';
import { type EntityFlags, entityGroup } from '../entities/group.ts';
import { listFolders } from '../entities/item-places.ts';
import { DIFF, projectOption } from '../entities/options.ts';
import {
  createDataset,
  deleteDataset,
  describeDataset,
  describeDatasets,
  getDataset,
  listDatasets,
  updateDataset,
} from '../entities/projects.ts';
import { table } from '../output.ts';
import { jsonObject } from '../pipelines/json-option.ts';
import type { Runner } from '../session.ts';
import { findDataset } from '../tasks/find.ts';
import { addDatasetCopies, addDatasetExport } from './copies.ts';

type CreateFlags = EntityFlags & {
  readonly recipe?: string;
  readonly set?: Record<string, unknown>;
};

/** `sluice datasets`: datasets from a terminal or a script, in the shape of the API's. */
export function addDatasets(program: Command, run: Runner): void {
  const group = entityGroup(program, run, {
    name: 'datasets',
    description: 'list, make, rename, change and delete datasets; each is named by its id or its name',
    examples: ['sluice datasets list --project Footage', 'sluice datasets create Frames --project Footage'],
  });
  const { show } = group;
  const add = (name: string, description: string, example: string) =>
    group.add(name, description, example).addOption(projectOption());
  const named = (name: string, description: string, example: string) =>
    add(name, description, example).argument('<dataset>', 'id or name of the dataset');
  /** Work on the dataset that is named. */
  const on =
    <T>(name: string, { project }: EntityFlags, work: (engine: CliEngine, dataset: Dataset) => Promise<T>) =>
    async (engine: CliEngine) =>
      await work(engine, await findDataset(engine, name, project));

  add('list', 'list all datasets with their counts', 'sluice datasets list --json').action(
    async (flags: EntityFlags) => {
      await show(flags, (engine) => listDatasets(engine, flags.project), describeDatasets);
    },
  );
  named('show', 'show a dataset', 'sluice datasets show Frames --json').action(
    async (name: string, flags: EntityFlags) => {
      await show(flags, (engine) => getDataset(engine, name, flags.project), describeDataset);
    },
  );
  add('create', 'make a dataset, with a recipe of its own', 'sluice datasets create Frames --project Footage')
    .argument('<name>', 'what it is called')
    .addOption(new Option('--recipe <title>', 'this recipe instead, by title or id'))
    .addOption(new Option('--set <json>', 'what it is to hold, such as its metadata').argParser(jsonObject))
    .action(async (name: string, flags: CreateFlags) => {
      const { project, recipe, set: json = {} } = flags;
      await show(flags, (engine) => createDataset(engine, { name, project, recipe, json }), describeDataset);
    });
  named('rename', 'give a dataset another name', 'sluice datasets rename Frames Stills')
    .argument('<name>', 'what it is called from now on')
    .action(async (dataset: string, name: string, flags: EntityFlags) => {
      const work = on(dataset, flags, (engine, found) => updateDataset(engine, found, { name }));
      await show(flags, work, describeDataset);
    });
  named('set', 'change a dataset by a diff', `sluice datasets set Frames '{"metadata": {"site": "north"}}'`)
    .argument('<diff>', DIFF, jsonObject)
    .action(async (dataset: string, diff: Record<string, unknown>, flags: EntityFlags) => {
      const work = on(dataset, flags, (engine, found) => updateDataset(engine, found, diff));
      await show(flags, work, describeDataset);
    });
  named('delete', 'delete a dataset; the files of its items stay', 'sluice datasets delete Frames').action(
    async (dataset: string, flags: EntityFlags) => {
      await show(flags, on(dataset, flags, deleteDataset), ({ name }) => `"${name}" is deleted.`);
    },
  );
  addDatasetCopies({ add, named, show });
  addDatasetExport({ named, show });
  named(
    'folders',
    'list the folders of a dataset, with how many items are in each',
    'sluice datasets folders Frames --json',
  ).action(async (dataset: string, flags: EntityFlags) => {
    const work = on(dataset, flags, listFolders);
    await show(flags, work, (all) =>
      table(
        ['id', 'folder', 'items'],
        all.map(({ id, folder, items }) => [id, folder, items]),
      ),
    );
  });
}
