/** The file of the picture that a node is to work on. */
import { SluiceError } from '#core/errors.ts';
import type { GraphNode } from '#core/model/graph.ts';
import type { Item } from '#core/model/item.ts';
import type { EngineContext } from '../context.ts';
import { readableFile } from '../pictures/item-file.ts';

/**
 * A file that holds the item's picture alone and that the picture library reads as people see it.
 * @throws SluiceError `invalid-input` for a video; else as `readableFile`.
 */
export async function picturePath(
  ctx: EngineContext,
  node: GraphNode,
  item: Item,
  signal?: AbortSignal,
): Promise<string> {
  if (item.kind === 'image') return await readableFile(ctx, item, signal);
  const message = `${item.name} is a video: "${node.name}" takes pictures only. Split it into frames before.`;
  throw new SluiceError('invalid-input', message);
}
