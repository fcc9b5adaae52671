/** Ontologies and attributes on the wire (reference section 1.6). */
import { SluiceError } from '../../errors.ts';
import type { Ontology } from '../../model/ontology.ts';
import { type Attribute, attributeSchema } from '../../model/recipe.ts';
import { isoTime, isRecord, type Json, mergeDiff, metadataChange, textIn, urlOf, without } from './json.ts';
import { readRoots, writeRoots } from './labels.ts';

const OWNED = [
  'id',
  'url',
  'title',
  'roots',
  'labels',
  'attributes',
  'metadata',
  'projectIds',
  'creator',
  'createdAt',
  'updatedAt',
  'updatedBy',
];

const OWN_METADATA = ['attributes'];

export function writeOntology(ontology: Ontology, base: string) {
  const { metadata } = ontology.extra;
  const kept = isRecord(metadata) ? metadata : {};
  const system = isRecord(kept['system']) ? kept['system'] : {};
  return {
    ...ontology.extra,
    id: ontology.id,
    url: urlOf(base, 'ontologies', ontology.id),
    title: ontology.title,
    roots: writeRoots(ontology.labels),
    attributes: [],
    metadata: {
      ...kept,
      system: { ...system, projectIds: [ontology.projectId] },
      attributes: ontology.attributes,
    },
    creator: ontology.creator,
    createdAt: isoTime(ontology.createdAt),
    updatedAt: isoTime(ontology.updatedAt),
    updatedBy: ontology.creator,
  };
}

/** What a client keeps with an ontology from its beginning. */
export function readOntologyExtra(json: Json): Record<string, unknown> {
  const given = isRecord(json['metadata']) ? without(json['metadata'], OWN_METADATA) : {};
  const metadata = metadataChange({}, given, { system: true, own: ['projectIds'] });
  const extra = mergeDiff({}, without(json, OWNED));
  return Object.keys(metadata).length === 0 ? extra : { ...extra, metadata };
}

export type OntologyChange = Partial<Pick<Ontology, 'labels' | 'attributes'>> & {
  title: string | undefined;
  extra: Json;
};

/** The whole of an ontology comes back, with its labels twice: the tree counts. Attributes change by their own calls. */
export function readOntologyChange(before: Ontology, json: Json, system: boolean): OntologyChange {
  const metadata = isRecord(json['metadata']) ? json['metadata'] : {};
  const diff = without(metadata, OWN_METADATA);
  const extra = {
    ...mergeDiff(before.extra, without(json, OWNED)),
    metadata: metadataChange(before.extra['metadata'], diff, { system, own: ['projectIds'] }),
  };
  return {
    title: textIn(json, 'title'),
    ...(json['roots'] === undefined || json['roots'] === null ? {} : { labels: readRoots(json['roots']) }),
    ...(system && Array.isArray(metadata['attributes'])
      ? { attributes: readAttributes(metadata['attributes']) }
      : {}),
    extra,
  };
}

/** @throws SluiceError `invalid-input` naming the first that does not fit. */
export function readAttributes(items: unknown): Attribute[] {
  if (items === undefined || items === null) return [];
  if (!Array.isArray(items)) throw new SluiceError('invalid-input', 'Attributes must be a list.');
  return items.map((item, at) => {
    const json = isRecord(item) ? item : {};
    const parsed = attributeSchema.safeParse({
      ...withoutNulls(json),
      title: json['title'] ?? json['key'],
      scope: scopeOf(json['scope']),
    });
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const place = ['attributes', at, ...(issue?.path ?? [])].map(String).join('.');
    throw new SluiceError('invalid-input', `${place}: ${issue?.message ?? 'does not fit'}`);
  });
}

function scopeOf(scope: unknown): unknown {
  if (typeof scope === 'string') return [scope];
  return scope === undefined || scope === null ? ['*'] : scope;
}

function withoutNulls(json: Json): Json {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null));
}

/** Attributes laid over others of the same key. Without `upsert` keys that are there are refused. */
export function addAttributes(
  before: readonly Attribute[],
  added: readonly Attribute[],
  upsert: boolean,
): Attribute[] {
  const merged = new Map(before.map((attribute) => [attribute.key, attribute]));
  for (const attribute of added) {
    if (!upsert && merged.has(attribute.key)) {
      throw new SluiceError('conflict', `The attribute "${attribute.key}" is there already.`);
    }
    merged.set(attribute.key, attribute);
  }
  return [...merged.values()];
}
