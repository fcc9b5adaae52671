/** The file of the picture that a node is to work on. */
import { SluiceError } from '#core/errors.ts';
import type { GraphNode } from '#core/model/graph.ts';
import type { Item } from '#core/model/item.ts';
import type { EngineContext } from '../context.ts';
import { locationOf } from '../db/queries/items.ts';
import { itemPath } from '../files.ts';

/** @throws SluiceError `invalid-input` for a video. */
export function picturePath(ctx: EngineContext, node: GraphNode, item: Item): string {
  if (item.kind === 'image') return filePath(ctx, item);
  const message = `${item.name} is a video: "${node.name}" takes pictures only. Split it into frames before.`;
  throw new SluiceError('invalid-input', message);
}

export function filePath(ctx: EngineContext, item: Item): string {
  return itemPath(ctx.files, item.storage, locationOf(ctx.db, item.id) ?? '');
}
