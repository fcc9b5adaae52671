/**
 * Function `image.transform`: makes a new item of each picture, with its annotations where they are on the new one. File
 * and item follow from the picture and the settings, so that doing it again finds what was made before.
 */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { mapGeometry } from '#core/geometry/map.ts';
import { annotationIdSchema, datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { ConfigOf } from '#core/pipeline/specs.ts';
import type { EngineContext } from '../../context.ts';
import { deleteAnnotationsOf, listAnnotations, saveAnnotation } from '../../db/queries/annotations.ts';
import { readCycleHead } from '../../db/queries/cycles.ts';
import { findItemByIdentity, insertItem, locationOf, setMaker, setTrashed } from '../../db/queries/items.ts';
import { moveStoredFile, type StoredFile } from '../../db/queries/stored-files.ts';
import { itemPath } from '../../files.ts';
import { look } from '../../ingest/sight.ts';
import { type TransformedPicture, transformPicture } from '../../media/transform.ts';
import { resultFormat, type TransformSpec, type transformSpecSchema } from '../../media/transform-plan.ts';
import type { Tx } from '../../unit.ts';
import { configOf } from '../config.ts';
import type { LongNode, LongRun, NodeResult } from '../node.ts';
import { picturePath } from '../picture.ts';
import { safeName } from './safe-names.ts';

export const imageTransform: LongNode = {
  lane: 'media',
  job: null,
  async run(run) {
    const { ctx, node, signal } = run;
    const item = run.item();
    const config = configOf('image.transform', node).customNodeConfig;
    const spec = specOf(config);
    const settings = keyOf(spec);
    if (isEcho(run, item)) return leave(run, item.id, 'is what this very node made before');
    const datasetId = datasetIdSchema.parse(config.datasetId ?? item.datasetId);
    const identity = `transform:${item.id}:${settings}`;
    const { extension } = resultFormat(item.mimetype, spec);
    const present = findItemByIdentity(ctx.db, datasetId, identity);
    if (present && !present.trashed && (await hasFile(ctx, present))) {
      return leave(run, present.id, `was made before: ${present.name}`);
    }
    const input = await picturePath(ctx, node, item, signal);
    const { value: picture, ...file } = await ctx.blobs.make(
      extension,
      (output) => transformPicture({ input, output, spec, signal }),
      signal,
    );
    const name = `${safeName(item.name).stem}-${settings.slice(0, 8)}${extension}`;
    return (tx) => {
      const made = { picture, datasetId, identity, name, file, settings, spec };
      const { id, isNew, kept, dropped } = putItem(tx, run, item, made);
      if (!isNew) return leave(run, id, `made the file of ${name} anew`);
      tx.changes.dataset(datasetId);
      const lost = dropped > 0 ? `, ${dropped} are outside of it` : '';
      const why = `made ${name}, ${picture.width} × ${picture.height} pixels, with ${kept} annotations${lost}`;
      return { ...leave(run, id, why), made: [id] };
    };
  },
};

/** True when the item's own file is still there. */
async function hasFile({ files, db }: EngineContext, item: Item): Promise<boolean> {
  return (await look(itemPath(files, item.storage, locationOf(db, item.id) ?? ''))).kind === 'file';
}

type Made = {
  readonly picture: TransformedPicture;
  readonly datasetId: Item['datasetId'];
  readonly identity: string;
  readonly name: string;
  readonly file: StoredFile;
  readonly settings: string;
  readonly spec: TransformSpec;
};

function leave({ node }: LongRun, itemId: string, why: string): NodeResult & { kind: 'done' } {
  return { kind: 'done', outputs: { [node.outputs[0]?.name ?? 'item']: itemId }, action: null, why };
}

function specOf(config: ConfigOf<'image.transform'>['customNodeConfig']): TransformSpec {
  const { crop } = config;
  const spec: { [K in keyof z.infer<typeof transformSpecSchema>]: TransformSpec[K] | null } = {
    crop: crop
      ? { left: crop.left, top: crop.top, right: crop.left + crop.width, bottom: crop.top + crop.height }
      : null,
    rotate: config.rotate ?? null,
    flipHorizontal: config.flipHorizontal ?? null,
    flipVertical: config.flipVertical ?? null,
    maxWidth: config.maxWidth ?? null,
    maxHeight: config.maxHeight ?? null,
    fit: config.fit ?? null,
    grayscale: config.grayscale ?? null,
    format: config.format ?? null,
    quality: config.quality ?? null,
  };
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== null));
}

/** The same for the same settings: 16 hexadecimal characters. */
function keyOf(spec: TransformSpec): string {
  return createHash('sha256').update(JSON.stringify(spec)).digest('hex').slice(0, 16);
}

/**
 * True when the item came to the node because the node has made it: a dataset that what is made in it feeds again would
 * go on for ever.
 */
function isEcho({ ctx, node, work }: LongRun, item: Item): boolean {
  const caused = (readCycleHead(ctx.db, work.cycle)?.hops ?? 0) > 0;
  const system = item.metadata['system'] as { transform?: Record<string, unknown> } | undefined;
  const made = system?.transform;
  return caused && made?.['pipelineId'] === work.pipelineId && made['nodeId'] === node.id;
}

function putItem(tx: Tx, run: LongRun, source: Item, made: Made) {
  const { datasetId, identity } = made;
  const present = findItemByIdentity(tx.db, datasetId, identity);
  const id = present?.id ?? itemIdSchema.parse(tx.id());
  if (present) moveStoredFile(tx.db, present.id, made.file, tx.now);
  // Only its file was gone.
  if (present && !present.trashed) return { id, isNew: false, kept: 0, dropped: 0 };
  if (present) {
    // It came before, was taken back, and comes again: with what is on the source now.
    setTrashed(tx.db, id, false, tx.now);
    setMaker(tx.db, id, run.work.key);
    deleteAnnotationsOf(tx.db, id);
  } else {
    insertItem(tx.db, newItem(tx, run, id, source, made));
  }
  const annotations = listAnnotations(tx.db, source.id);
  let kept = 0;
  for (const annotation of annotations) {
    const geometry = mapGeometry(annotation.geometry, made.picture);
    if (!geometry) continue;
    kept++;
    saveAnnotation(tx.db, {
      ...annotation,
      id: annotationIdSchema.parse(tx.id()),
      itemId: id,
      geometry,
      rev: 1,
    });
  }
  return { id, isNew: true, kept, dropped: annotations.length - kept };
}

function newItem(tx: Tx, run: LongRun, id: Item['id'], source: Item, made: Made) {
  const { picture, datasetId, identity, name, file, settings, spec } = made;
  const { width, height, mimetype } = picture;
  const { location, sha256, size } = file;
  const { system, user, ...metadata } = source.metadata as Record<
    string,
    Record<string, unknown> | undefined
  >;
  return {
    id,
    datasetId,
    identity,
    kind: 'image',
    name,
    folder: source.folder,
    mimetype,
    size,
    width,
    height,
    sha256,
    frame: null,
    // Not a clone: put into the source's dataset it is an item of its own there.
    sourceItemId: null,
    storage: 'stored',
    location,
    metadata: {
      ...metadata,
      system: {
        originalname: name,
        mimetype,
        size,
        width,
        height,
        ...(system?.['tags'] ? { tags: system['tags'] } : {}),
        ...(source.frame ? { frame: source.frame } : {}),
        transform: {
          itemId: source.id,
          pipelineId: run.work.pipelineId,
          nodeId: run.node.id,
          settings,
          spec,
        },
      },
      // What the reference system's wait node goes by.
      user: { ...user, parentItemId: source.id },
    },
    maker: run.work.key,
    createdAt: tx.now,
    updatedAt: tx.now,
  } as const;
}
