/** Nodes of every kind for small pipelines, and items with real files. */
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import type { CallOutput } from '#contract/index.ts';
import { boundsOf } from '#core/geometry/outline.ts';
import type { Annotation } from '#core/model/annotation.ts';
import type { Cycle, Execution } from '#core/model/cycle.ts';
import type { GraphNode } from '#core/model/graph.ts';
import { annotationIdSchema, type DatasetId, itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { makeNode } from '#core/pipeline/build.ts';
import type { Runnable } from '#core/pipeline/specs.ts';
import { listAnnotations, saveAnnotation } from '#engine/db/queries/annotations.ts';
import { findItem, insertItem } from '#engine/db/queries/items.ts';
import type { World } from '#test/support/engine-world.ts';
import type { Flow } from '../runner/support/flow.ts';

type Json = Readonly<Record<string, unknown>>;

/** A function of the library, set up. */
export function library(kind: Runnable, id: string, config: Json): GraphNode {
  return makeNode(kind, { id, name: id, at: [0, 0], metadata: { customNodeConfig: config } });
}

export type CodeDraft = {
  readonly language?: string;
  /** Limits and grants. */
  readonly sluice?: Json;
  readonly actions?: readonly string[];
  /** Types by name, instead of one item each. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly functionName?: string;
};

/** A code node. */
export function code(id: string, source: string, draft: CodeDraft = {}): GraphNode {
  const { language, sluice, actions, inputs = { item: 'Item' }, outputs = { item: 'Item' } } = draft;
  const node = makeNode('code', { id, name: id, at: [0, 0], metadata: sluice ? { sluice } : {} });
  const ports = (types: Readonly<Record<string, string>>, side: string) =>
    Object.entries(types).map(([name, type], at) => ({
      portId: `${id}-${side}-${name}`,
      type,
      name,
      ...(side === 'out' && at === 0 && actions ? { actions: [...actions] } : {}),
    }));
  return {
    ...node,
    namespace: { ...node.namespace, functionName: draft.functionName ?? 'run' },
    inputs: ports(inputs, 'in'),
    outputs: ports(outputs, 'out'),
    config: { package: { code: source, ...(language ? { language } : {}) } },
  };
}

export type Pixels = { readonly width: number; readonly height: number; readonly colour?: string };

/** A picture with a file, as an import would have taken it in. */
export async function picture(
  world: World,
  datasetId: DatasetId,
  name: string,
  pixels: Pixels | Buffer,
  more: Partial<Pick<Item, 'folder' | 'metadata'>> = {},
): Promise<Item> {
  const location = `originals/test/${datasetId}${more.folder ?? ''}/${name}`;
  const path = join(world.folder, location);
  mkdirSync(dirname(path), { recursive: true });
  const image = Buffer.isBuffer(pixels)
    ? sharp(pixels)
    : sharp({
        create: {
          width: pixels.width,
          height: pixels.height,
          channels: 3,
          background: pixels.colour ?? '#808080',
        },
      });
  const format = name.endsWith('.jpg') ? 'jpeg' : 'png';
  const { width, height } = await image.toFormat(format).toFile(path);
  const facts = { mimetype: `image/${format}`, width, height };
  return world.ctx.unit('test', (tx) => {
    const id = itemIdSchema.parse(tx.id());
    insertItem(tx.db, {
      ...facts,
      id,
      datasetId,
      identity: `test:${more.folder ?? '/'}${name}`,
      kind: 'image',
      name,
      folder: '/',
      size: statSync(path).size,
      sha256: null,
      frame: null,
      sourceItemId: null,
      storage: 'stored',
      location,
      metadata: { system: facts },
      maker: null,
      createdAt: tx.now,
      updatedAt: tx.now,
      ...more,
    });
    tx.raise({ resource: 'Item', action: 'Created', id });
    return itemNow(world, id);
  });
}

/** The item as it is now. */
export function itemNow(world: World, id: string): Item {
  const item = findItem(world.db, id);
  if (!item) throw new Error(`no item ${id}`);
  return item;
}

/** Puts a box on the item as a person would. */
export function label(
  world: World,
  itemId: string,
  name: string,
  box: readonly [left: number, top: number, right: number, bottom: number],
  more: Partial<Annotation> = {},
): Annotation {
  const [left, top, right, bottom] = box;
  return world.ctx.unit('ann@example.com', (tx) => {
    const annotation: Annotation = {
      id: annotationIdSchema.parse(tx.id()),
      itemId: itemIdSchema.parse(itemId),
      label: name,
      geometry: { type: 'box', left, top, right, bottom },
      attributes: {},
      creator: 'ann@example.com',
      createdAt: tx.now,
      updatedAt: tx.now,
      updatedBy: 'ann@example.com',
      rev: 1,
      ...more,
    };
    saveAnnotation(tx.db, annotation);
    return annotation;
  });
}

/** Labels and boxes of an item. */
export function labelsOf(world: World, itemId: string): string[] {
  return listAnnotations(world.db, itemId).map(({ label: name, geometry }) => {
    const { left, top, right, bottom } = boundsOf(geometry) ?? {};
    return `${name} ${left},${top},${right},${bottom}`;
  });
}

/** The only execution of the node in the cycle. */
export async function only(flow: Flow, cycleId: Cycle['id'], nodeId: string): Promise<Execution> {
  const [run, ...others] = await flow.executions(cycleId, nodeId);
  if (!run || others.length > 0) throw new Error(`${others.length + (run ? 1 : 0)} executions of ${nodeId}`);
  return run;
}

/** What the log tells of the item, latest last. */
export async function historyOf(
  world: World,
  itemId: Item['id'],
): Promise<CallOutput<'items.history'>['items']> {
  const { items } = await world.calls['items.history']({ itemId, limit: 100 });
  return items.toReversed();
}

/** Waits for something that is sure to happen. */
export async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await happened())) await new Promise((resolve) => setTimeout(resolve, 5));
}
