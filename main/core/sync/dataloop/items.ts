/** Items of a remote, and where they stand in its tasks (reference section 1.3). */
import { z } from 'zod';
import { isSluiceError } from '../../errors.ts';
import { isRecord, type Json, without } from '../../formats/dataloop/json.ts';
import { type RemotePath, readRemotePath } from '../../formats/dataloop/remote-path.ts';
import type { ItemContent } from '../../model/exchange.ts';
import { assignmentIdSchema, datasetIdSchema, itemIdSchema, taskIdSchema } from '../../model/ids.ts';
import type { Item, ItemKind } from '../../model/item.ts';
import type { TaskItem } from '../../model/task.ts';
import { personOf, timeOf } from './stamps.ts';

export const itemThereSchema = z.looseObject({
  id: itemIdSchema,
  datasetId: datasetIdSchema,
  filename: z.string(),
  type: z.string().nullish(),
  hidden: z.boolean().nullish(),
  description: z.string().nullish(),
  metadata: z
    .looseObject({
      system: z
        .looseObject({
          mimetype: z.string().nullish(),
          size: z.number().nullish(),
          width: z.number().nullish(),
          height: z.number().nullish(),
          tags: z.record(z.string(), z.unknown()).nullish(),
          refs: z.array(z.unknown()).nullish(),
        })
        .nullish(),
    })
    .nullish(),
  createdAt: z.unknown().optional(),
  updatedAt: z.unknown().optional(),
});
export type ItemJson = z.infer<typeof itemThereSchema>;

/** Null for what is not labelled here: folders, sounds, texts, clouds of points. */
export function readItemThere(json: ItemJson): Item | null {
  const { id, datasetId, metadata, type } = json;
  const system = metadata?.system ?? {};
  const kind = kindOf(system.mimetype);
  if (kind === null || (typeof type === 'string' && type !== 'file')) return null;
  return {
    ...{ id, datasetId, kind },
    ...placeOf(json),
    mimetype: system.mimetype ?? '',
    size: wholeOf(system.size),
    width: wholeOf(system.width),
    height: wholeOf(system.height),
    ...{ sha256: null, frame: null, video: null, picture: null, sourceItemId: null, overwritten: null },
    ...{ storage: 'remote', annotationCount: 0, status: null },
    trashed: false,
    metadata: metadataOf(json),
    createdAt: timeOf(json.createdAt),
    updatedAt: timeOf(json.updatedAt),
  };
}

function kindOf(mimetype: string | null | undefined): ItemKind | null {
  if (mimetype?.startsWith('image/')) return 'image';
  return mimetype?.startsWith('video/') ? 'video' : null;
}

const wholeOf = (value: number | null | undefined) =>
  typeof value === 'number' && value > 0 ? Math.round(value) : 0;

/** What cannot be the name of a file here gets one that can. */
function placeOf({ id, filename }: ItemJson): RemotePath {
  try {
    return readRemotePath(filename);
  } catch (error) {
    if (!isSluiceError(error, 'invalid-input')) throw error;
    const name = (filename.split('/').at(-1) ?? '').replaceAll(/\p{Cc}/gu, '_').slice(-200);
    return { folder: '/', name: name === '' || name === '.' || name === '..' ? id : name };
  }
}

/** What people keep with it: of the remote's own part only the tags. */
function metadataOf({ metadata, description }: ItemJson): Item['metadata'] {
  const { user, ...rest } = without(metadata ?? {}, ['system']);
  const tags = metadata?.system?.tags ?? {};
  return {
    ...rest,
    ...(isRecord(user) && Object.keys(user).length > 0 ? { user } : {}),
    ...(Object.keys(tags).length > 0 ? { system: { tags } } : {}),
    ...(typeof description === 'string' && description !== '' ? { description } : {}),
  };
}

/** As the remote takes it: one side of a diff. */
export function writeItemContent({ name, folder, metadata }: Omit<ItemContent, 'trashed'>): Json {
  const { description, ...rest } = metadata;
  return {
    filename: `${folder === '/' ? '' : folder}/${name}`,
    metadata: rest,
    ...(typeof description === 'string' ? { description } : {}),
  };
}

const refSchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  metadata: z
    .looseObject({
      status: z.string().nullish(),
      creator: z.unknown().optional(),
      timestamp: z.unknown().optional(),
    })
    .nullish(),
});

/**
 * Its places in tasks.
 * @param taskOf the task of an assignment, by its id; undefined: not known
 */
export function readPlaces(json: ItemJson, taskOf: (assignmentId: string) => string | undefined): TaskItem[] {
  const refs = (json.metadata?.system?.refs ?? []).flatMap((ref) => refSchema.safeParse(ref).data ?? []);
  const assignments = refs.filter(({ type }) => type === 'assignment');
  return refs.flatMap(({ id, type, metadata }): TaskItem[] => {
    const taskId = taskIdSchema.safeParse(id);
    if (type !== 'task' || !taskId.success) return [];
    const assignment = assignments.find((one) => taskOf(one.id) === id);
    const status = metadata?.status ?? null;
    const decided = status !== null && status !== '';
    return [
      {
        ...{ taskId: taskId.data, itemId: json.id, copyOf: null },
        assignmentId: assignmentIdSchema.safeParse(assignment?.id).data ?? null,
        state: decided ? 'done' : 'open',
        status: decided ? status : null,
        decidedBy: decided ? personOf(metadata?.creator) : null,
        decidedAt: decided ? timeOf(metadata?.timestamp) : null,
        arrivedAt: timeOf(json.createdAt),
      },
    ];
  });
}
