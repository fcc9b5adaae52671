/** Moves of items and folders, against a model that is a map of paths: all that is asked for, or nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSluiceError } from '#core/errors.ts';
import { isWithin, partsOfPath, pathIn, ROOT } from '#core/model/folder.ts';
import { type DatasetId, type FolderId, folderIdSchema, type ItemId } from '#core/model/ids.ts';
import { fc } from '#test/support/property.ts';
import { openApi, type TestApi } from '../http/support/api.ts';
import { putItems } from '../http/support/tasks.ts';

let api: TestApi;
let projectId: Awaited<ReturnType<typeof make>>;
const make = async () => (await api.call('projects.create', { name: 'p' })).id;
beforeAll(async () => {
  api = await openApi();
  projectId = await make();
});
afterAll(async () => await api.close());

const FOLDERS = ['/', '/a', '/a/b', '/ab', '/c', '/c/a', '/c/a/b'];
const NAMES = ['1', '2', 'a'];

/** Items by their ids, and the ids that folders have. */
type Model = { readonly items: ReadonlyMap<string, string>; readonly folders: ReadonlyMap<string, string> };

/** The model after the move; null when it is to be refused. */
function moved({ items, folders }: Model, targetId: string, ids: readonly string[]): Model | null {
  const target = folders.get(targetId) ?? '';
  const goal = new Map<string, string>();
  const bases: { readonly from: string; readonly to: string }[] = [];
  for (const id of new Set(ids)) {
    const path = items.get(id);
    if (path !== undefined) {
      const { dir, name } = partsOfPath(path);
      if (dir !== target) goal.set(id, pathIn(target, name));
      continue;
    }
    const from = folders.get(id) ?? '';
    const to = pathIn(target, partsOfPath(from).name);
    if (from !== ROOT && from === to) continue;
    if (from === ROOT || isWithin(to, from)) return null;
    bases.push({ from, to });
  }
  const outer = bases.filter(
    (base) => !bases.some((other) => other !== base && isWithin(base.from, other.from)),
  );
  // Which of two folders that meet comes first is nobody's guess.
  const isMet = (base: (typeof outer)[number]) =>
    outer.some((other) => other !== base && (other.to === base.to || isWithin(base.from, other.to)));
  if (outer.some(isMet)) return null;
  const at = (path: string) => {
    const base = outer.find(({ from }) => isWithin(partsOfPath(path).dir, from));
    return base ? base.to + path.slice(base.from.length) : path;
  };
  const after = new Map([...items].map(([id, path]) => [id, goal.get(id) ?? at(path)]));
  const changed = [...after].filter(([id, path]) => items.get(id) !== path);
  // Taken is what was there before, whether or not it moves as well; and each place once.
  const before = new Map([...items].map(([id, path]) => [path, id]));
  const isFree = changed.every(([id, path]) => (before.get(path) ?? id) === id);
  const places = new Set(after.values());
  return isFree && places.size === after.size ? { items: after, folders } : null;
}

const where = async (datasetId: DatasetId) => {
  const { items } = await api.call('items.search', { datasetId });
  return new Map(items.map(({ id, folder, name }) => [id as string, pathIn(folder, name)]));
};

const places = fc.uniqueArray(fc.tuple(fc.constantFrom(...FOLDERS), fc.constantFrom(...NAMES)), {
  minLength: 1,
  maxLength: 8,
  selector: ([folder, name]) => pathIn(folder, name),
});

test('what moves is what the model says', async () => {
  let count = 0;
  let refused = 0;
  const run = async (
    found: readonly (readonly [string, string])[],
    picks: readonly number[],
    to: number,
  ): Promise<void> => {
    count += 1;
    const { id: datasetId } = await api.call('datasets.create', {
      projectId,
      name: `d${count}`,
      recipeId: null,
    });
    const ids = putItems(
      api,
      datasetId,
      found.map(([, name]) => name),
    );
    for (const [at, [folder]] of found.entries()) {
      if (folder !== ROOT) await api.call('items.update', { itemId: ids[at] as ItemId, folder });
    }
    for (const path of FOLDERS) await api.call('folders.make', { datasetId, path });
    const folders = await api.call('folders.list', { datasetId });
    const model: Model = {
      items: await where(datasetId),
      folders: new Map(folders.map(({ id, path }) => [id as string, path])),
    };
    const all = [...model.items.keys(), ...model.folders.keys()];
    const wanted = picks.map((pick) => all[pick % all.length] ?? '');
    const target: FolderId = folderIdSchema.parse(folders[to % folders.length]?.id);
    const expected = moved(model, target, wanted);
    try {
      await api.call('items.move', { folderId: target, ids: wanted as ItemId[] });
      expect(await where(datasetId)).toEqual(expected?.items);
    } catch (error) {
      if (!isSluiceError(error, 'conflict')) throw error;
      refused += 1;
      expect({ expected, isSame: await where(datasetId) }).toEqual({ expected: null, isSame: model.items });
    }
  };
  const picks = fc.array(fc.nat(99), { minLength: 1, maxLength: 3 });
  await fc.assert(fc.asyncProperty(places, picks, fc.nat(99), run), { numRuns: 200 });
  expect(refused).toBeGreaterThan(10);
  expect(refused).toBeLessThan(190);
});
