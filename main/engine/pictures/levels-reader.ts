/** Looks at the numbers of pictures in a picture process, so that the engine goes on meanwhile. */
import { SluiceError } from '#core/errors.ts';
import { pictureLevelsSchema } from '#core/model/picture.ts';
import type { EngineContext } from '../context.ts';
import type { FactReaders } from '../media/picture-facts.ts';

/** Throws as `PicturePool.run` does. */
export function levelsReader(
  ctx: Pick<EngineContext, 'pictures'>,
  signal: AbortSignal,
): NonNullable<FactReaders['levels']> {
  return async (input, { depth, space, page }, most) => {
    const task = { kind: 'levels', input, depth, space, page, most } as const;
    // Not in the background, where one at a time is done: a folder of such pictures would wait for a pyramid.
    const bytes = await ctx.pictures.run(task, { urgency: 'grid', signal });
    if (!bytes) throw new SluiceError('internal', 'The spread of a picture came without bytes.');
    return pictureLevelsSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
  };
}
