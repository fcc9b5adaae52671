/** Annotations as the SDK makes, sends and changes them (reference sections 1.4 and 2.5). */
import { writeMaskUrl } from '#core/formats/png/data-url.ts';
import { boxMask } from '#core/geometry/mask/mask.ts';
import { diffOf } from './diff.ts';
import { allOf, bare, deleting, type Filters, filters } from './filters.ts';
import { must, readAnnotation } from './readers.ts';
import type { Client, Json } from './wire.ts';

/** Annotations of one request. */
const BATCH = 100;

/** One that the SDK has made: what the server knows is null. */
export function fresh(type: string, label: string, coordinates?: unknown, system: object = {}): Json {
  const unknown = Object.fromEntries(
    'id url creator hash itemId item dataset createdAt updatedBy updatedAt source datasetId attributes'
      .split(' ')
      .map((key) => [key, null]),
  );
  const metadata = { system: { automated: true, ...system }, user: {} };
  return { ...unknown, metadata, label, type, ...(coordinates === undefined ? {} : { coordinates }) };
}

const at = (x: number, y: number, z = 0) => ({ x, y, z });
const CORNERS = ['front_tl', 'front_tr', 'front_br', 'front_bl', 'back_tl', 'back_tr', 'back_br', 'back_bl'];

/** Coordinates of every type, as they are sent. */
export const COORDINATES: Readonly<Record<string, unknown>> = {
  box: [at(10, 20), at(30, 40)],
  segment: [
    [
      { x: 1, y: 1 },
      { x: 5.5, y: 1 },
      { x: 5.5, y: 9.25 },
    ],
  ],
  polyline: [
    [
      { x: 0, y: 0 },
      { x: 10, y: 10 },
    ],
  ],
  point: at(3, 4),
  ellipse: { center: at(50, 40), rx: 20, ry: 10, angle: 15 },
  cube: { ...Object.fromEntries(CORNERS.map((corner, index) => [corner, at(index, index)])), angle: 0 },
  cube_3d: { position: at(0, 1, 2), scale: at(1, 1, 1), rotation: at(0, 0, 0.5) },
  class: undefined,
  binary: writeMaskUrl(boxMask({ width: 64, height: 48 }, { left: 3, top: 4, right: 40, bottom: 30 })),
  note: {
    box: [at(1, 1), at(2, 2)],
    note: {
      messages: [{ id: 'm1', creator: 'ada@example.com', time: 1795948595496.74, body: 'look' }],
      status: 'issue',
      createTime: 1795948595496.74,
      creator: 'ada@example.com',
      assignee: 'bob@example.com',
    },
  },
  pose: { templateId: '5f0c1e7a9c1b2a0012345678', instanceId: 'i1' },
  subtitle: { text: 'hello' },
  text_mark: { type: 'block', label: 'x', start: 1, end: 5 },
  text: 'free text, ünicode',
  ref_image: { ref: 'https://example.com/a.png', refType: 'url', mimetype: 'image/png' },
  gis: { geo_type: 'point', wgs84_geo_coordinates: [1.5, 2.5] },
  item_description: { text: 'what it shows' },
  comparison: { a: 1 },
  ref_semantic_3d: { ref: 'x' },
  polyline_3d: { points: [at(1, 2, 3)] },
};

const SYSTEMS: Readonly<Record<string, object>> = {
  note: { status: 'issue' },
  subtitle: { startTime: 1, endTime: 2 },
  item_description: { system: true },
};

export const ofEveryType = (): Json[] =>
  Object.entries(COORDINATES).map(([type, coordinates]) =>
    fresh(type, type === 'item_description' ? 'item.description' : `a ${type}`, coordinates, SYSTEMS[type]),
  );

export const annotations = {
  /** In batches; each answers with a list of its length. */
  async upload(client: Client, item: Json, made: readonly Json[]): Promise<Json[]> {
    const stored: Json[] = [];
    for (let from = 0; from < made.length; from += BATCH) {
      const batch = made.slice(from, from + BATCH);
      const answer = await client.ask('POST', `/items/${item.id}/annotations`, batch);
      must(Array.isArray(answer) && answer.length === batch.length, 'the list has another length');
      stored.push(...answer.map(readAnnotation));
    }
    return stored;
  },
  get: async (client: Client, id: string) => readAnnotation(await client.ask('GET', `/annotations/${id}`)),
  list: (client: Client, item: Json, asked: Filters = filters('annotations', { itemId: item.id })) =>
    allOf(client, `/datasets/${item.datasetId}/query`, asked, readAnnotation),
  async update(client: Client, before: Json, after: Json, system = false): Promise<Json> {
    const diff = diffOf(before, after);
    if (Object.keys(diff).length === 0) return after;
    const path = `/annotations/${before.id}${system ? '?system=true' : ''}`;
    return readAnnotation(await client.ask('PUT', path, diff));
  },
  setStatus: (client: Client, annotation: Json, status: string | null) => {
    const { metadata } = annotation;
    const changed = { ...annotation, metadata: { ...metadata, system: { ...metadata.system, status } } };
    return annotations.update(client, annotation, changed, true);
  },
  /** In the name of whoever has the token. */
  delete: async (client: Client, id: string) => {
    await client.request('DELETE', `/annotations/${id}`, { json: { username: client.email() } });
  },
  deleteAll: (client: Client, item: Json) =>
    client.ask(
      'POST',
      `/datasets/${item.datasetId}/query`,
      deleting(filters('annotations', { itemId: item.id })),
    ),
  /** Several by their ids. */
  deleteSome: (client: Client, item: Json, ids: readonly string[]) =>
    client.ask(
      'POST',
      `/datasets/${item.datasetId}/query`,
      deleting(bare('annotations', { annotationId: { $in: ids } }, { itemId: item.id })),
    ),
};
