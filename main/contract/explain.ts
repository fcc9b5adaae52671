import { z } from 'zod';
import { explainedEventSchema, itemPlaceSchema } from '#core/model/explanation.ts';
import { cycleIdSchema, itemIdSchema, pipelineIdSchema } from '#core/model/ids.ts';
import { query } from './define.ts';
import { pageInputShape, pageOf } from './paging.ts';

const events = pageOf(explainedEventSchema);

/** Why things are as they are. Events come latest first. */
export const explain = {
  /** Where the item is now, why, and everything that was decided about it. */
  'explain.item': query(
    z.strictObject({ itemId: itemIdSchema, ...pageInputShape }),
    z.object({ places: z.array(itemPlaceSchema), events }),
  ),
  'explain.cycle': query(z.strictObject({ cycleId: cycleIdSchema, ...pageInputShape }), events),
  'explain.node': query(
    z.strictObject({ pipelineId: pipelineIdSchema, nodeId: z.string(), ...pageInputShape }),
    events,
  ),
  /** What concerns the pipeline as a whole: its changes of state, its triggers. */
  'explain.pipeline': query(z.strictObject({ pipelineId: pipelineIdSchema, ...pageInputShape }), events),
  /** The same by the number of a page, with how many there are. */
  'explain.pipelineLog': query(
    z.strictObject({
      pipelineId: pipelineIdSchema,
      offset: z.int().min(0).max(1_000_000_000).default(0),
      limit: z.int().min(1).max(1000).default(100),
    }),
    z.object({ items: z.array(explainedEventSchema), total: z.int().min(0) }),
  ),
} as const;
