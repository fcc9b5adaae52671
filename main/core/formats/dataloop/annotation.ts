/** Annotations on the wire (reference section 1.4). */
import type { AnnotationContent, AnnotationRecord } from '../../model/annotation.ts';
import { type IssueStatus, issueStatusSchema } from '../../model/issue.ts';
import type { Item } from '../../model/item.ts';
import { misfit, readGeometry, writeCoordinates } from './annotation-shapes.ts';
import { readVideoSystem, USUAL_FPS, withoutStaleTimes } from './annotation-video.ts';
import { isoTime, isRecord, type Json, mergeDiff, urlOf, without } from './json.ts';

/** What is known here or has a place of its own: the rest is kept as it came. */
const OWNED = [
  'id',
  'url',
  'itemId',
  'item',
  'datasetId',
  'dataset',
  'type',
  'label',
  'attributes',
  'coordinates',
  'metadata',
  'creator',
  'createdAt',
  'updatedAt',
  'updatedBy',
];

const LONGEST_LABEL = 200;

/** What the item says about how its annotations are to be read. */
export type ReadingAs = {
  /** Frames a second; null: no video. */
  readonly fps: number | null;
  /** Of the annotation in what was sent, for messages. */
  readonly place: string;
};

/** Of a video what its metadata say, or what was measured. */
export function fpsOf({ kind, metadata, video }: Pick<Item, 'kind' | 'metadata' | 'video'>): number | null {
  if (kind !== 'video') return null;
  const { fps } = metadata;
  if (typeof fps === 'number' && fps > 0 && Number.isFinite(fps)) return fps;
  return video && video.averageRate > 0 ? video.averageRate : USUAL_FPS;
}

export function writeAnnotation(record: AnnotationRecord, base: string) {
  const { metadata, ...content } = writeContent(record);
  const system = { ...metadata.system, ...(record.status === null ? {} : { status: record.status }) };
  return {
    hash: null,
    source: 'ui',
    // Of recipes of old, whose attributes had no values.
    attributes: null,
    ...content,
    metadata: { user: {}, ...metadata, system },
    id: record.id,
    url: urlOf(base, 'annotations', record.id),
    itemId: record.itemId,
    item: urlOf(base, 'items', record.itemId),
    datasetId: record.datasetId,
    dataset: urlOf(base, 'datasets', record.datasetId),
    creator: record.creator,
    createdAt: isoTime(record.createdAt),
    updatedAt: isoTime(record.updatedAt),
    updatedBy: record.updatedBy,
  };
}

/** What a client sends of an annotation. */
export function writeContent({ geometry, label, attributes, metadata, extra }: AnnotationContent) {
  const coordinates = writeCoordinates(geometry);
  const kept = isRecord(metadata?.['system']) ? metadata['system'] : {};
  const system = { ...kept, ...(Object.keys(attributes).length === 0 ? {} : { attributes }) };
  return {
    ...extra,
    type: geometry.type,
    label,
    ...(coordinates === undefined ? {} : { coordinates }),
    metadata: { ...metadata, system },
  };
}

export type ReadAnnotation = {
  readonly content: AnnotationContent;
  /** What `metadata.system.status` says; null: nothing. */
  readonly status: IssueStatus | null;
};

/**
 * An annotation that a client sends; what only a server knows is not looked at.
 * @throws SluiceError `invalid-input` naming the place of what does not fit.
 */
export function readAnnotation(json: unknown, { fps, place }: ReadingAs): ReadAnnotation {
  if (!isRecord(json)) throw misfit(place, 'must be an object');
  const geometry = readGeometry(json['type'], json['coordinates'], place);
  const { attributes: old } = json;
  const metadata = mergeDiff({}, isRecord(json['metadata']) ? json['metadata'] : {});
  const given = isRecord(metadata['system']) ? metadata['system'] : {};
  const { attributes, status, ...system } = given;
  const read = fps === null ? system : readVideoSystem(system, { type: geometry.type, fps, place });
  const rest = {
    ...without(metadata, ['system']),
    ...(Object.keys(read).length === 0 ? {} : { system: read }),
  };
  const extra = {
    ...mergeDiff({}, without(json, OWNED)),
    ...(Array.isArray(old) ? { attributes: old } : {}),
  };
  return {
    status: readStatus(status, place),
    content: {
      label: readLabel(json['label'], place),
      geometry,
      attributes: isRecord(attributes) ? attributes : isRecord(old) ? mergeDiff({}, old) : {},
      ...(Object.keys(rest).length === 0 ? {} : { metadata: rest }),
      ...(Object.keys(extra).length === 0 ? {} : { extra }),
    },
  };
}

export type AnnotationChange = {
  /** Null: only the status changes. */
  readonly content: AnnotationContent | null;
  /** Absent: stays; null: taken away. */
  readonly status?: IssueStatus | null;
};

/**
 * What a client's diff makes of an annotation: null takes away, lists are replaced as a whole.
 * @param system whether `metadata.system` changes, too; without it what the diff says there is not looked at.
 */
export function readAnnotationChange(
  before: AnnotationRecord,
  diff: Json,
  as: ReadingAs & { readonly system: boolean },
): AnnotationChange {
  const { metadata, ...own } = diff;
  const given = isRecord(metadata) ? metadata : {};
  const givenSystem = as.system && isRecord(given['system']) ? given['system'] : {};
  const { status, ...rest } = givenSystem;
  const base = writeContent(before);
  const system = withoutStaleTimes(base.metadata.system, rest);
  const merged = mergeDiff(
    { ...base, metadata: { ...base.metadata, system } },
    { ...own, metadata: { ...without(given, ['system']), system: rest } },
  );
  // Coordinates of another type are not to be laid over those of the old one.
  if (own['type'] !== undefined && own['type'] !== base.type) merged['coordinates'] = own['coordinates'];
  const says = Object.keys({ ...without(own, SAID_BY_THE_SERVER), ...without(given, ['system']), ...rest });
  return {
    content: says.length === 0 ? null : readAnnotation(merged, as).content,
    ...(status === undefined ? {} : { status: readStatus(status, as.place) }),
  };
}

const SAID_BY_THE_SERVER = OWNED.filter(
  (key) => !['type', 'label', 'attributes', 'coordinates'].includes(key),
);

function readLabel(label: unknown, place: string): string {
  if (typeof label === 'string' && label !== '' && label.length <= LONGEST_LABEL) return label;
  throw misfit(`${place}.label`, `must be a text of 1 to ${LONGEST_LABEL} characters`);
}

function readStatus(status: unknown, place: string): IssueStatus | null {
  if (status === undefined || status === null || status === '') return null;
  const parsed = issueStatusSchema.safeParse(status);
  if (parsed.success) return parsed.data;
  const words = issueStatusSchema.options.join(', ');
  throw misfit(`${place}.metadata.system.status`, `must be one of ${words}, or null for none`);
}
