/** Workstations and a hub on real databases in memory, with clocks that disagree. */
import type { Annotation, AnnotationContent } from '#core/model/annotation.ts';
import {
  annotationIdSchema,
  changeSetIdSchema,
  createIds,
  type DatasetId,
  datasetIdSchema,
  type ItemId,
  itemIdSchema,
  projectIdSchema,
} from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { remoteIdSchema } from '#core/model/sync.ts';
import { annotationContent, withContent } from '#core/sync/content.ts';
import { createChangeFeed } from '#engine/changes.ts';
import type { EngineContext } from '#engine/context.ts';
import { type Database, openDatabase } from '#engine/db/driver.ts';
import { migrate } from '#engine/db/migrate.ts';
import { listAnnotations } from '#engine/db/queries/annotations.ts';
import { findItem, insertItem, updateItem } from '#engine/db/queries/items.ts';
import { insertDataset, insertProject } from '#engine/db/queries/projects.ts';
import { insertLink, saveRemote } from '#engine/db/queries/remotes.ts';
import { putTrashed } from '#engine/item-trash.ts';
import { createGraphs, type Graphs } from '#engine/jobs/graphs.ts';
import { runnerOf } from '#engine/nodes/registry.ts';
import { annotationHandlers } from '#engine/services/annotations.ts';
import { currentSettings } from '#engine/services/settings.ts';
import { createUnit } from '#engine/unit.ts';

export type Node = {
  readonly name: string;
  readonly db: Database;
  readonly ctx: EngineContext;
  readonly annotations: ReturnType<typeof annotationHandlers>;
  readonly graphs: Graphs;
};

let turn = 0;

/** @param skew milliseconds by which its clock is off; it goes on by one at each look. */
export function openNode(name: string, skew: number): Node {
  const db = openDatabase(':memory:');
  migrate(db);
  const now = () => {
    turn += 1;
    return Math.max(0, 1_800_000_000_000 + turn + skew);
  };
  // Ids of two nodes must differ even where their clocks say the same.
  let state = [...name].reduce((sum, char) => sum * 31 + char.charCodeAt(0), 7) % 0x7fffffff;
  const random = {
    next() {
      state = (state * 48271) % 0x7fffffff;
      return state / 0x7fffffff;
    },
  };
  const ports = {
    clock: { now },
    random,
    ids: createIds(now, random.next),
    logger: { log: () => undefined },
  };
  const changes = createChangeFeed({ emit: () => undefined, readCounts: () => null });
  const unit = createUnit({ db, ports, changes, dispatch: () => undefined, committed: () => undefined });
  // What syncs and labels uses no more of a context than this.
  const ctx = { db, ports, unit, changes, settings: () => currentSettings(db) } as unknown as EngineContext;
  const graphs = createGraphs(db, runnerOf);
  return { name, db, ctx, graphs, annotations: annotationHandlers(ctx) };
}

export function addDataset({ ctx }: Node): DatasetId {
  const projectId = projectIdSchema.parse(ctx.ports.ids.next());
  const id = datasetIdSchema.parse(ctx.ports.ids.next());
  const made = { creator: 'test', createdAt: 0, updatedAt: 0, extra: {} };
  ctx.unit('test', (tx) => {
    insertProject(tx.db, { id: projectId, name: `p ${id}`, ...made });
    insertDataset(tx.db, { id, projectId, name: 'd', recipeId: null, ...made });
  });
  return id;
}

export function addItem({ ctx }: Node, datasetId: DatasetId, name: string): ItemId {
  const id = itemIdSchema.parse(ctx.ports.ids.next());
  ctx.unit('test', (tx) =>
    insertItem(tx.db, {
      ...{ id, datasetId, identity: `sha256:${id}`, kind: 'image', name, folder: '/', mimetype: 'image/png' },
      ...{ size: 1, width: 100, height: 100, sha256: null, frame: null, sourceItemId: null },
      ...{ storage: 'stored', location: name, maker: null, metadata: {}, createdAt: 0, updatedAt: 0 },
    }),
  );
  return id;
}

/** Links a new dataset of the workstation to one of the hub. */
export function linkTo(station: Node, there: DatasetId) {
  const remoteId = remoteIdSchema.parse(station.ctx.ports.ids.next());
  const localId = addDataset(station);
  station.ctx.unit('test', (tx) => {
    saveRemote(tx.db, {
      ...{ id: remoteId, kind: 'sluice', address: 'http://hub.example/api/v1', account: station.name },
      ...{ certificate: null, paused: false, createdAt: 0 },
    });
    insertLink(tx.db, { kind: 'dataset', localId, remoteId, idThere: there });
  });
  return { remoteId, localId };
}

/** What a person does to one item, told by numbers. */
export type Edit = {
  readonly act:
    | 'create'
    | 'label'
    | 'attribute'
    | 'move'
    | 'delete'
    | 'undo'
    | 'redo'
    | 'rename'
    | 'tag'
    | 'trash';
  readonly pick: number;
};

/** Does it; `word` is written where something is written. */
export function edit(node: Node, itemId: ItemId, one: Edit, word: string): void {
  const item = findItem(node.db, itemId);
  if (!item) return;
  switch (one.act) {
    case 'undo':
    case 'redo':
      try {
        node.annotations[`annotations.${one.act}`]({ itemId });
      } catch {
        // A step that does not fit any more.
      }
      break;
    case 'rename':
    case 'tag':
    case 'trash':
      editItem(node, item, one, word);
      break;
    default:
      editAnnotation(node, itemId, one, word);
  }
}

function editItem(
  { ctx, name }: Node,
  { id, metadata, ...item }: Item,
  { act, pick }: Edit,
  word: string,
): void {
  ctx.unit(name, (tx) => {
    if (act === 'rename') updateItem(tx.db, id, { name: word }, tx.now);
    else if (act === 'trash') putTrashed(tx, { id, datasetId: item.datasetId }, !item.trashed);
    else updateItem(tx.db, id, { metadata: { ...metadata, [`k${pick % 3}`]: word } }, tx.now);
  });
}

function editAnnotation(node: Node, itemId: ItemId, { act, pick }: Edit, word: string): void {
  const { ctx, name } = node;
  const now = ctx.ports.clock.now();
  const stamps = { updatedAt: now, updatedBy: name };
  const all = listAnnotations(node.db, itemId);
  const before = act === 'create' ? null : (all[pick % Math.max(1, all.length)] ?? null);
  if (act !== 'create' && before === null) return;
  const content = contentAfter(before, act, pick, word);
  const id = before?.id ?? annotationIdSchema.parse(ctx.ports.ids.next());
  const made = before ?? { id, itemId, creator: name, createdAt: now, rev: 0 };
  const after = content && withContent({ ...made, ...content, ...stamps, rev: made.rev + 1 }, content);
  const changeSetId = changeSetIdSchema.parse(ctx.ports.ids.next());
  node.annotations['annotations.apply']({ itemId, changeSetId, title: act, diffs: [{ id, before, after }] });
}

function contentAfter(
  before: Annotation | null,
  act: Edit['act'],
  pick: number,
  word: string,
): AnnotationContent | null {
  if (before === null) {
    return { label: word, geometry: { type: 'point', coordinates: { x: 1, y: 1 } }, attributes: {} };
  }
  const content = annotationContent(before);
  if (act === 'delete') return null;
  if (act === 'label') return { ...content, label: word };
  if (act === 'move') return { ...content, geometry: { type: 'text', coordinates: word } };
  return { ...content, attributes: { ...content.attributes, [`k${pick % 3}`]: word } };
}
