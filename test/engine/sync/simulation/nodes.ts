/** Workstations and a hub on real databases in memory, with clocks that disagree. */
import type { AnnotationContent } from '#core/model/annotation.ts';
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
import { annotationHandlers } from '#engine/services/annotations.ts';
import { hubHandlers } from '#engine/services/hub.ts';
import { currentSettings } from '#engine/services/settings.ts';
import { createUnit } from '#engine/unit.ts';

export type Node = {
  readonly name: string;
  readonly db: Database;
  readonly ctx: EngineContext;
  readonly annotations: ReturnType<typeof annotationHandlers>;
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
  return { name, db, ctx, annotations: annotationHandlers(ctx) };
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
      ...{ paused: false, createdAt: 0 },
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
export function edit(node: Node, itemId: ItemId, { act, pick }: Edit, word: string): void {
  const item = findItem(node.db, itemId);
  if (!item) return;
  const all = listAnnotations(node.db, itemId);
  const one = all[pick % Math.max(1, all.length)];
  const id = changeSetIdSchema.parse(node.ctx.ports.ids.next());
  const actor = node.name;
  const now = node.ctx.ports.clock.now();
  const apply = (content: AnnotationContent | null) => {
    if (!one) return;
    const stamps = { updatedAt: now, updatedBy: actor, rev: one.rev + 1 };
    const after = content && withContent({ ...one, ...stamps }, content);
    node.annotations['annotations.apply']({
      ...{ itemId, changeSetId: id, title: act },
      diffs: [{ id: one.id, before: one, after }],
    });
  };
  switch (act) {
    case 'create': {
      const made = annotationIdSchema.parse(node.ctx.ports.ids.next());
      const stamps = { creator: actor, createdAt: now, updatedAt: now, updatedBy: actor, rev: 1 };
      const content = {
        label: word,
        geometry: { type: 'point', coordinates: { x: 1, y: 1 } },
        attributes: {},
      } as const;
      const after = { ...content, ...stamps, id: made, itemId };
      node.annotations['annotations.apply']({
        ...{ itemId, changeSetId: id, title: act },
        diffs: [{ id: made, before: null, after }],
      });
      return;
    }
    case 'label':
      return one && apply({ ...annotationContent(one), label: word });
    case 'attribute': {
      const attributes = { ...one?.attributes, [`k${pick % 3}`]: word };
      return one && apply({ ...annotationContent(one), attributes });
    }
    case 'move':
      return one && apply({ ...annotationContent(one), geometry: { type: 'text', coordinates: word } });
    case 'delete':
      return apply(null);
    case 'undo':
    case 'redo':
      try {
        node.annotations[`annotations.${act}`]({ itemId });
      } catch {
        // A step that does not fit any more.
      }
      return;
    case 'rename':
    case 'tag':
    case 'trash':
      return node.ctx.unit(actor, (tx) => {
        if (act === 'rename') updateItem(tx.db, itemId, { name: word }, tx.now);
        else if (act === 'trash') putTrashed(tx, item, !item.trashed);
        else updateItem(tx.db, itemId, { metadata: { ...item.metadata, [`k${pick % 3}`]: word } }, tx.now);
      });
  }
}

export { hubHandlers };
