/** Items by what a person at a terminal knows of them. */
import { isSluiceError, SluiceError } from '#core/errors.ts';
import { itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { CliEngine } from '../engine.ts';
import { everyPage } from '../pages.ts';
import { projectsOf } from './find.ts';

/** How many items of one name are named in a message. */
const NAMED = 10;

/**
 * The item with the id, or the only one with the file name, which may have folder, dataset and project before it
 * ("Frames/day 1/00000042.jpg"); null when there is none.
 * @throws SluiceError `invalid-input` naming the items of that name when there are several.
 */
export async function findItem(
  engine: CliEngine,
  text: string,
  project: string | undefined,
): Promise<Item | null> {
  const id = itemIdSchema.safeParse(text);
  if (id.success) {
    try {
      return await engine.call('items.get', { itemId: id.data });
    } catch (error) {
      if (!isSluiceError(error, 'not-found')) throw error;
    }
  }
  const found = await itemsNamed(engine, text, project);
  const [first, ...others] = found;
  if (!first || others.length === 0) return first?.item ?? null;
  const shown = found.slice(0, NAMED).map(({ item, path }) => `${item.id} (${path})`);
  const more = found.length > NAMED ? ` and ${found.length - NAMED} more` : '';
  throw new SluiceError(
    'invalid-input',
    `${found.length} items are called "${text}": ${shown.join(', ')}${more}. Give the id of one, or more of the path.`,
    { candidates: found.map(({ item }) => item.id) },
  );
}

/** @throws SluiceError as `findItem`, and `not-found`. */
export async function requireItem(
  engine: CliEngine,
  text: string,
  project: string | undefined,
): Promise<Item> {
  const item = await findItem(engine, text, project);
  if (item) return item;
  throw new SluiceError('not-found', `There is no item "${text}": it must be an id or a file name.`);
}

/** `path`: project, dataset and folders before the name. */
type Found = { readonly item: Item; readonly path: string };

async function itemsNamed(engine: CliEngine, text: string, project: string | undefined): Promise<Found[]> {
  const found: Found[] = [];
  const name = text.slice(text.lastIndexOf('/') + 1);
  for (const { id, name: projectName } of await projectsOf(engine, project)) {
    for (const dataset of await engine.call('datasets.list', { projectId: id })) {
      const filter = { text: name.slice(0, 200) };
      const pages = everyPage((after) =>
        engine.call('items.list', { datasetId: dataset.id, filter, after, limit: 1000 }),
      );
      for await (const item of pages) {
        if (item.name !== name) continue;
        const folder = item.folder === '/' ? '' : item.folder;
        const path = `${projectName}/${dataset.name}${folder}/${name}`;
        if (`/${path}`.endsWith(`/${text}`)) found.push({ item, path });
      }
    }
  }
  return found;
}
