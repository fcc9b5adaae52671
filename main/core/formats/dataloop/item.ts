/** Items on the wire (reference section 1.3). */
import { SluiceError } from '../../errors.ts';
import { annotatedOf, filenameOf } from '../../filters/entities.ts';
import type { Dataset } from '../../model/dataset.ts';
import type { Item } from '../../model/item.ts';
import type { ItemPlaces } from '../../model/task.ts';
import { isoTime, isRecord, type Json, metadataChange, textIn, urlOf } from './json.ts';
import { writeRefs, writeStatusLog } from './refs.ts';
import { nameIn, type RemotePath, readRemotePath } from './remote-path.ts';

export type ItemSurroundings = {
  readonly dataset: Pick<Dataset, 'id' | 'projectId' | 'creator'>;
  /** Where it stands in its tasks. */
  readonly places: ItemPlaces;
};

/** Times are ISO 8601; sizes are bytes and upright pixels. */
export function writeItem(item: Item, { dataset, places }: ItemSurroundings, base: string) {
  const { description, ...beside } = item.metadata;
  // Some clients keep an object of their own under that key.
  const metadata = typeof description === 'string' ? beside : item.metadata;
  const kept = isRecord(metadata['system']) ? metadata['system'] : {};
  const url = urlOf(base, 'items', item.id);
  return {
    id: item.id,
    url,
    datasetId: item.datasetId,
    dataset: urlOf(base, 'datasets', item.datasetId),
    projectId: dataset.projectId,
    dir: item.folder,
    filename: filenameOf(item),
    name: item.name,
    type: 'file' as const,
    spec: null,
    hidden: false,
    annotated: annotatedOf(item),
    annotationsCount: item.annotationCount,
    metadata: {
      user: {},
      ...metadata,
      system: {
        originalname: item.name,
        encoding: '7bit',
        isBinary: true,
        ...kept,
        mimetype: item.mimetype,
        size: item.size,
        width: item.width,
        height: item.height,
        ...pictureSystem(item),
        ...(places.fromPipe ? { fromPipe: true } : {}),
        refs: writeRefs(places),
        taskStatusLog: writeStatusLog(places),
      },
    },
    ...(typeof description === 'string' ? { description } : {}),
    createdAt: isoTime(item.createdAt),
    updatedAt: isoTime(item.updatedAt),
    creator: dataset.creator,
    updatedBy: dataset.creator,
    stream: `${url}/stream`,
    thumbnail: `${url}/thumbnail`,
    annotations: `${url}/annotations`,
    srcItem: item.sourceItemId,
  };
}

/** What Sluice finds out itself or keeps elsewhere: of `metadata.system`, nobody else changes it. */
const OWN = [
  'mimetype',
  'size',
  'width',
  'height',
  'refs',
  'taskStatusLog',
  'frame',
  'page',
  'pages',
  'fromPipe',
];

/** An item's metadata with a client's diff laid over it, deeply; null takes away. `system` counts only when it may. */
export function readItemMetadata(before: Json, diff: Json, system: boolean): Record<string, unknown> {
  return metadataChange(before, diff, { system, own: OWN });
}

export type ItemDiff = { readonly metadata: Json } & Partial<RemotePath>;

/**
 * What a client's diff asks for: another place, and what is to be laid over the metadata.
 * @throws SluiceError `invalid-input` for a path that is none, or metadata that is no object.
 */
export function readItemChange(before: Item, diff: Json): ItemDiff {
  return { ...readPlace(before, diff), metadata: readMetadataDiff(diff) };
}

/** What of a diff is laid over metadata, where the description is kept, too. @throws SluiceError `invalid-input`. */
export function readMetadataDiff({ metadata, description }: Json): Json {
  if (metadata !== undefined && metadata !== null && !isRecord(metadata)) {
    throw new SluiceError('invalid-input', '"metadata" must be an object.');
  }
  const hasDescription = description === null || typeof description === 'string';
  return { ...(isRecord(metadata) ? metadata : {}), ...(hasDescription ? { description } : {}) };
}

/** `filename` is the whole path; clients send it after they have changed it, together with the name as it was. */
function readPlace(before: Item, diff: Json): Partial<RemotePath> {
  const filename = textIn(diff, 'filename');
  if (filename !== undefined && filename !== filenameOf(before)) return readRemotePath(filename);
  const name = nameIn(diff);
  const dir = textIn(diff, 'dir');
  if (name === undefined && dir === undefined) return {};
  return readRemotePath(`${dir ?? before.folder}/${name ?? before.name}`);
}

/** Which picture of its file, and which frame of its video, it is: what no other server says. */
function pictureSystem({ frame, picture }: Item): Json {
  return {
    ...(frame ? { frame: { videoId: frame.videoId, index: frame.index, seconds: frame.seconds } } : {}),
    ...(picture && picture.pages > 1 ? { page: picture.page, pages: picture.pages } : {}),
  };
}
