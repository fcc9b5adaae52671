/** Files that come to a dataset, and folders that are made in it (reference section 2.4). */
import { extname } from 'node:path';
import { z } from 'zod';
import { isRecord, type Json } from '#core/formats/dataloop/json.ts';
import { readRemoteFolder, readRemotePath } from '#core/formats/dataloop/remote-path.ts';
import { itemReply } from '#core/formats/dataloop/replies.ts';
import { type DatasetId, datasetIdSchema } from '#core/model/ids.ts';
import { HttpError } from '../errors.ts';
import type { Received, ReceivedFile } from '../parts.ts';
import { type Route, type RouteContext, route } from '../route.ts';
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
];

type Wish = { readonly datasetId: DatasetId; readonly mode: 'skip' | 'overwrite' };

async function upload({ datasetId, mode }: Wish, context: RouteContext) {
  const { path } = await context.call('items.uploadPlace', { datasetId });
  const received = await context.receive?.(async (fields, fileName) => {
    // Refused before any of the file is read.
    const { name } = placeOf(fields, fileName);
    return path + (/^\.[a-z0-9]{1,8}$/i.exec(extname(name))?.[0] ?? '');
  });
  if (!received?.file)
    throw new HttpError(400, 'The body has no file: send it as the last part, named "file".');
  const { item, op } = await take(received.fields, received.file);
  context.header('x-item-op', op);
  return await write(item, context);

  async function take(fields: Received['fields'], file: ReceivedFile) {
    try {
      const place = placeOf(fields, file.name);
      const metadata = metadataOf(fields);
      return await context.call('items.upload', { datasetId, path: file.path, mode, ...place, metadata });
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
  // What Sluice finds out about the file itself is not a client's to say.
  const { system: _system, ...own } = given;
  return description === undefined ? own : { ...own, description };
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
