/** Files that come to a dataset, and folders that are made in it (reference section 2.4). */
import { extname } from 'node:path';
import { z } from 'zod';
import { isRecord, type Json, without } from '#core/formats/dataloop/json.ts';
import { type RemotePath, readRemoteFolder, readRemotePath } from '#core/formats/dataloop/remote-path.ts';
import { itemReply } from '#core/formats/dataloop/replies.ts';
import { type DatasetId, datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { HttpError } from '../errors.ts';
import type { Received, ReceivedFile } from '../parts.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import { jsonBody } from '../wire.ts';
import { write } from './items.ts';

const tag = 'items';

const folderBody = z.looseObject({ type: z.literal('dir').nullish(), path: z.string().nullish() });

export const uploadRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/datasets/:datasetId/items',
    tag,
    summary:
      'Uploads a file (multipart: path, metadata, description, file), or makes a folder (form: type=dir, path). What is at the path already stays with mode=skip and goes to the trash with mode=overwrite; x-item-op tells which.',
    role: 'annotator',
    params: z.object({ datasetId: datasetIdSchema }),
    query: z.looseObject({ mode: z.string().optional() }),
    form: true,
    parts: true,
    body: folderBody,
    reply: itemReply,
    handle: async ({ params, query, body }, context) => {
      if (!context.receive) return await makeFolder(params.datasetId, body, context);
      const mode = query.mode?.toLowerCase() === 'overwrite' ? 'overwrite' : 'skip';
      return await upload({ ...params, mode }, context);
    },
  }),
  route({
    method: 'POST',
    path: '/items/:itemId/revisions',
    tag,
    summary:
      'Another file (multipart: file) in the place of an item, with its metadata. An item is its content: the one that was there goes to the trash with its labels, and the reply is the one that is there now; x-item-op tells that.',
    role: 'annotator',
    params: z.object({ itemId: itemIdSchema }),
    parts: true,
    body: jsonBody.nullish(),
    reply: itemReply,
    handle: async ({ params: { itemId } }, context) => {
      const item = await context.call('items.get', { itemId });
      if (item.trashed) throw new HttpError(404, `There is no item "${itemId}".`);
      const { datasetId, name, folder, metadata } = item;
      if (!context.receive) throw new HttpError(400, 'Send the file as "multipart/form-data".');
      return await upload({ datasetId, mode: 'overwrite', instead: { name, folder, metadata } }, context);
    },
  }),
];

type Wish = {
  readonly datasetId: DatasetId;
  readonly mode: 'skip' | 'overwrite';
  /** Where the file goes and what is kept with it, whatever the fields say. */
  readonly instead?: RemotePath & { readonly metadata: Json };
};

async function upload({ datasetId, mode, instead }: Wish, context: RouteContext) {
  const { path } = await context.call('items.uploadPlace', { datasetId });
  const received = await context.receive?.(async (fields, fileName) => {
    // Refused before any of the file is read.
    const { name } = instead ? { name: fileName } : placeOf(fields, fileName);
    return path + (/^\.[a-z0-9]{1,8}$/i.exec(extname(name))?.[0] ?? '');
  });
  if (!received?.file)
    throw new HttpError(400, 'The body has no file: send it as the last part, named "file".');
  const { item, op } = await take(received.fields, received.file);
  context.header('x-item-op', op);
  return await write(item, context);

  async function take(fields: Received['fields'], file: ReceivedFile) {
    try {
      const { metadata, ...place } = instead ?? {
        ...placeOf(fields, file.name),
        metadata: metadataOf(fields),
      };
      // What Sluice finds out about the file itself is not a client's to say.
      const own = without(metadata, ['system']);
      return await context.call('items.upload', {
        datasetId,
        path: file.path,
        mode,
        ...place,
        metadata: own,
      });
    } catch (error) {
      await file.discard();
      throw error;
    }
  }
}

/** The name that the file came under is only for who sends no path. */
function placeOf(fields: Received['fields'], fileName: string) {
  return readRemotePath(fields['path'] ?? fileName);
}

/** @throws HttpError 400 for what is no JSON object. */
function metadataOf({ metadata, description }: Received['fields']): Json {
  const given = metadata === undefined || metadata === '' ? {} : parsed(metadata);
  return description === undefined ? given : { ...given, description };
}

function parsed(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null) return {};
    if (isRecord(value)) return value;
  } catch {
    // Said below.
  }
  throw new HttpError(400, 'The field "metadata" is no JSON object.');
}

async function makeFolder(
  datasetId: DatasetId,
  { type, path }: z.output<typeof folderBody>,
  context: RouteContext,
) {
  if (type !== 'dir' || !path) {
    throw new HttpError(400, 'Send a file as "multipart/form-data", or a form with type=dir and a path.');
  }
  return await write(
    await context.call('folders.make', { datasetId, path: readRemoteFolder(path) }),
    context,
  );
}
