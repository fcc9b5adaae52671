/** `sluice datasets clone`, `merge` and `split`, and `sluice items clone`: what makes copies, and marks subsets. */
import { copyFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CallOutput } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { writeCommand } from '#core/formats/dataloop/command.ts';
import { readRemotePath } from '#core/formats/dataloop/remote-path.ts';
import { itemIdSchema } from '#core/model/ids.ts';
import type { CliEngine } from '../engine.ts';
import type { EntityFlags, EntityGroup } from '../entities/group.ts';
import { filterOption } from '../entities/options.ts';
import { EXIT } from '../exit-codes.ts';
import { wholeNumber } from '../options.ts';
import { followCommand } from '../pipelines/follow.ts';
import { requireItem } from '../pipelines/items.ts';
import type { Session } from '../session.ts';
import { findDataset } from '../tasks/find.ts';

type Maker = (name: string, description: string, example: string) => Command;
type Group = Pick<EntityGroup, 'show'> & { readonly add: Maker; readonly named: Maker };
type Asked = CallOutput<'commands.get'>;

type WhatFlags = EntityFlags & { readonly annotations: boolean; readonly metadata: boolean };
type CloneFlags = WhatFlags & { readonly filter?: Record<string, unknown> };
type SplitFlags = EntityFlags & {
  readonly filter?: Record<string, unknown>;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
};
type ItemFlags = WhatFlags & { readonly to?: string; readonly path?: string };

const what = ({ annotations, metadata }: WhatFlags) => ({
  withAnnotations: annotations,
  withMetadata: metadata,
});

function withWhat(command: Command): Command {
  return command
    .option('--no-annotations', 'without their annotations')
    .option('--no-metadata', 'without their metadata');
}

/** Follows the command that the work begins, and shows how it has ended. */
async function followed(
  { show }: Pick<Group, 'show'>,
  flags: EntityFlags,
  begin: (engine: CliEngine) => Promise<Asked>,
): Promise<void> {
  const work = async (engine: CliEngine, session: Session) =>
    await followCommand({ engine, session }, await begin(engine));
  await show(
    flags,
    async (engine, session) => {
      const command = await work(engine, session);
      return { ...writeCommand(command, ''), done: command.done };
    },
    ({ status, done, spec, error }) => {
      const made = spec['returnedModelId'];
      const into = made === undefined ? '' : `, in ${String(made)}`;
      const more = spec['message'] === undefined ? '' : ` ${String(spec['message'])}`;
      return status === 'success'
        ? `Items: ${done}${into}.${more}`
        : `Items: ${done}${into}, then it ${status === 'aborted' ? 'was stopped' : 'failed'}${error ? `: ${error.message}` : '.'}`;
    },
    ({ status }) => (status === 'success' ? EXIT.ok : EXIT.workFailed),
  );
}

export function addDatasetCopies({ add, named, show }: Group): void {
  withWhat(
    named('clone', 'make a dataset with copies of the items of one', 'sluice datasets clone Frames Copy'),
  )
    .argument('<name>', 'what the new dataset is called')
    .addOption(filterOption())
    .action(async (dataset: string, name: string, flags: CloneFlags) => {
      await followed({ show }, flags, async (engine) => {
        const { id: datasetId } = await findDataset(engine, dataset, flags.project);
        const filter = { filter: flags.filter ?? {} };
        return await engine.call('datasets.clone', { datasetId, to: { name }, filter, ...what(flags) });
      });
    });
  withWhat(
    add('merge', 'make a dataset with copies of the items of several', 'sluice datasets merge All Day Night'),
  )
    .argument('<name>', 'what the new dataset is called')
    .argument('<datasets...>', 'ids or names of the datasets')
    .action(async (name: string, datasets: readonly string[], flags: WhatFlags) => {
      await followed({ show }, flags, async (engine) => {
        const datasetIds = [];
        for (const one of datasets) datasetIds.push((await findDataset(engine, one, flags.project)).id);
        return await engine.call('datasets.merge', { name, datasetIds, ...what(flags) });
      });
    });
  const percent = wholeNumber(0, 100);
  named(
    'split',
    'mark items for train, validation and test',
    'sluice datasets split Frames --train 70 --test 20',
  )
    .option('--train <percent>', 'share of the items', percent, 80)
    .option('--validation <percent>', 'share of the items', percent, 10)
    .option('--test <percent>', 'share of the items', percent, 10)
    .addOption(filterOption())
    .action(async (dataset: string, flags: SplitFlags) => {
      const { train, validation, test } = flags;
      await followed({ show }, flags, async (engine) => {
        const sum = train + validation + test;
        if (sum !== 100) {
          const message = `--train, --validation and --test must add up to 100, and not to ${sum}.`;
          throw new SluiceError('invalid-input', message);
        }
        const { id: datasetId } = await findDataset(engine, dataset, flags.project);
        const filter = { filter: flags.filter ?? {} };
        return await engine.call('datasets.split', {
          datasetId,
          filter,
          shares: { train, validation, test },
        });
      });
    });
}

type ExportFlags = EntityFlags & {
  readonly filter?: Record<string, unknown>;
  readonly annotations: boolean;
  readonly zip?: boolean;
  readonly fullNames?: boolean;
};

/** `sluice datasets export`: everything of a dataset in one file. */
export function addDatasetExport({ named, show }: Pick<Group, 'named' | 'show'>): void {
  named(
    'export',
    'write the items of a dataset into a JSON file, or a zip',
    'sluice datasets export Frames frames.json',
  )
    .argument('<file>', 'the file to write; one that is there is replaced')
    .option('--no-annotations', 'without their annotations')
    .option('--zip', 'a zip with a JSON file of each item, in its folder, instead of one list')
    .option('--full-names', 'in a zip: "a.png.json" instead of "a.json"')
    .addOption(filterOption())
    .action(async (dataset: string, file: string, flags: ExportFlags) => {
      await show(
        flags,
        async (engine, session) => {
          const { id: datasetId } = await findDataset(engine, dataset, flags.project);
          const filter = { filter: flags.filter ?? {} };
          const what = {
            filter,
            withAnnotations: flags.annotations,
            format: flags.zip ? ('zip' as const) : ('json' as const),
            naming: flags.fullNames ? ('whole' as const) : ('stem' as const),
          };
          const begun = await engine.call('datasets.export', { datasetId, ...what });
          const { done, status, error, reply } = await followCommand({ engine, session }, begun);
          if (status !== 'success') {
            throw new SluiceError('wrong-state', error ?? 'The export was stopped before its end.');
          }
          const exportId = itemIdSchema.parse(reply['outputItemId']);
          const { path } = await engine.call('exports.get', { exportId });
          await copyFile(path, resolve(file));
          await engine.call('exports.delete', { exportId });
          return { file: resolve(file), items: done };
        },
        ({ file: written, items }) => `Items: ${items}, in ${written}.`,
      );
    });
}

export function addItemClone({ named, show }: Pick<Group, 'named' | 'show'>): void {
  withWhat(named('clone', 'make a copy of an item', 'sluice items clone a.png --path /copies/a.png'))
    .option('--to <dataset>', 'into this dataset; else into its own')
    .option('--path <path>', 'to this path; else to its own')
    .action(async (name: string, flags: ItemFlags) => {
      await followed({ show }, flags, async (engine) => {
        const { id: itemId } = await requireItem(engine, name, flags.project);
        const target = flags.to && (await findDataset(engine, flags.to, flags.project));
        return await engine.call('items.clone', {
          itemId,
          ...(target ? { datasetId: target.id } : {}),
          ...(flags.path === undefined ? {} : readRemotePath(flags.path)),
          ...what(flags),
        });
      });
    });
}
