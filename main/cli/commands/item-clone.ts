import { Option } from 'commander';
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import { readRemotePath } from '#core/formats/dataloop/remote-path.ts';
import { itemIdSchema } from '#core/model/ids.ts';
import type { ItemWire } from '#engine/http/item-wire.ts';
import type { CliEngine } from '../engine.ts';
import type { EntityFlags, EntityGroup } from '../entities/group.ts';
import { writeItems } from '../entities/items.ts';
import { followCommand } from '../pipelines/follow.ts';
import { requireItem } from '../pipelines/items.ts';
import type { Session } from '../session.ts';
import { findDataset } from '../tasks/find.ts';

type CloneFlags = EntityFlags & {
  readonly to?: string;
  readonly path?: string;
  readonly annotations: boolean;
};

/** `sluice items clone`. @param named adds a command whose first argument is an item */
export function addItemClone(named: EntityGroup['add'], show: EntityGroup['show']): void {
  named(
    'clone',
    'copy an item, of the same file, outside of all tasks',
    'sluice items clone a.png --to Stills',
  )
    .option('--to <dataset>', 'id or name of another dataset')
    .option('--path <path>', 'where the copy is to be, with its name')
    .addOption(new Option('--no-annotations', 'without those of the item'))
    .action(async (name: string, flags: CloneFlags) => {
      await show(
        flags,
        (engine, session) => clone(engine, session, name, flags),
        ({ filename, id }) => `${filename}: ${id}`,
      );
    });
}

async function clone(
  engine: CliEngine,
  session: Session,
  name: string,
  { to, path, annotations, project }: CloneFlags,
): Promise<ItemWire> {
  const item = await requireItem(engine, name, project);
  const started = await engine.call('items.clone', {
    itemId: item.id,
    ...(to === undefined ? {} : { datasetId: (await findDataset(engine, to, project)).id }),
    ...(path === undefined ? {} : readRemotePath(path)),
    withAnnotations: annotations,
  });
  const { reply, error } = await followCommand({ engine, session }, started);
  const made = z.array(itemIdSchema).safeParse(reply['returnedModelId']).data?.[0];
  const [written] = made ? await writeItems(engine, [await engine.call('items.get', { itemId: made })]) : [];
  if (written) return written;
  throw new SluiceError('conflict', error ?? `"${name}" was not copied.`);
}
