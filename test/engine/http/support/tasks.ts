/** Tasks as the Python SDK makes them (reference section 2.7). */
import { join } from 'node:path';
import { datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { openDatabase } from '#engine/db/driver.ts';
import { insertItem } from '#engine/db/queries/items.ts';
import type { Answer, TestApi } from './api.ts';

export type TaskWish = {
  readonly name: string;
  readonly projectId: string;
  readonly datasetId: string;
  readonly filter?: object;
  readonly more?: object;
};

/** The body that the SDK sends. */
export function taskBody({ name, projectId, datasetId, filter = {}, more = {} }: TaskWish) {
  return {
    name,
    query: JSON.stringify({ filter, page: 0, pageSize: 1000, resource: 'items' }),
    taskOwner: 'ada@example.com',
    spec: { type: 'annotation' },
    datasetId,
    projectId,
    assignmentIds: [],
    recipeId: null,
    dueDate: 1795948595496.74,
    asynced: true,
    priority: 2,
    ...more,
  };
}

/** Waits for a command as the SDK does: by asking for it again at the end of its address. */
export async function settled(api: TestApi, { body }: Answer): Promise<Answer['body']> {
  for (;;) {
    const answer = await api.sdk('GET', String(body.url).split('api/v1')[1] ?? '');
    if (answer.body.status !== 'in-progress') return answer.body;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Makes a task, waits for its items and answers it. */
export async function makeTask(api: TestApi, wish: TaskWish): Promise<Answer['body']> {
  const command = await settled(api, await api.sdk('POST', '/annotationtasks', taskBody(wish)));
  return (await api.sdk('GET', `/annotationtasks/${command.spec.createdTaskId}`)).body;
}

/** What an item tells of its tasks. */
export async function refsOf(api: TestApi, itemId: string) {
  const [places] = await api.call('tasks.places', { itemIds: [itemId as never] });
  if (!places) throw new Error('every item asked for is answered');
  return places;
}

let last = 0;

/** Items of which only what is known of them matters. Answers their ids, in the order of the names. */
export function putItems(
  { folder }: Pick<TestApi, 'folder'>,
  datasetId: string,
  names: readonly string[],
): string[] {
  const db = openDatabase(join(folder, 'workspace', 'sluice.db'));
  try {
    return db.write((tx) => names.map((name) => put(tx, datasetId, name)));
  } finally {
    db.close();
  }
}

function put(tx: Parameters<typeof insertItem>[0], datasetId: string, name: string): string {
  last += 1;
  const id = itemIdSchema.parse(`0${last.toString(16).padStart(23, '0')}`);
  insertItem(tx, {
    id,
    datasetId: datasetIdSchema.parse(datasetId),
    identity: `test:${id}`,
    kind: 'image',
    name,
    folder: '/',
    mimetype: 'image/png',
    size: 10,
    width: 8,
    height: 8,
    sha256: null,
    frame: null,
    sourceItemId: null,
    storage: 'linked',
    location: '/nowhere',
    metadata: {},
    createdAt: 1000,
    updatedAt: 1000,
    maker: null,
  });
  return id;
}
