import { z } from 'zod';
import { metadataSchema } from '#core/model/common.ts';
import { graphSchema } from '#core/model/graph.ts';
import { datasetIdSchema, itemIdSchema, pipelineIdSchema } from '#core/model/ids.ts';
import { simulatedTraceSchema, simulationSchema, standInSchema } from '#core/model/simulation.ts';
import { query } from './define.ts';

/** The most items that a simulation takes. */
const MOST_ITEMS = 100_000;

const graphShape = {
  /** Its latest version, or the one named; with a graph as well, the graph, with the history of the pipeline. */
  pipelineId: pipelineIdSchema.optional(),
  version: z.int().min(1).optional(),
  graph: graphSchema.optional(),
  /** Where the items come in; absent: at the root. */
  nodeId: z.string().optional(),
  /** Whether snippets without grants run in the sandbox, or let items through as they are. */
  code: z.enum(['run', 'pass']).default('pass'),
  /** What decisions and shares of items are drawn by: the same seed draws the same. */
  seed: z.string().max(200).default(''),
};

const itemsSchema = z.union([
  z.strictObject({ itemIds: z.array(itemIdSchema).max(MOST_ITEMS) }),
  z.strictObject({
    datasetIds: z.array(datasetIdSchema).min(1),
    /** DQL. */
    filter: metadataSchema.default({}),
    limit: z.int().min(1).max(MOST_ITEMS).default(MOST_ITEMS),
    /** Part of what matches. */
    share: z.number().min(0).max(1).default(1),
  }),
]);

/** What would happen, without anything happening. */
export const simulate = {
  /** Plays items through a graph. People are stood in for by rates: given ones, those of before, or even ones. */
  'pipelines.simulate': query(
    z.strictObject({
      ...graphShape,
      items: itemsSchema,
      /** By node id. */
      people: z.record(z.string(), standInSchema).default({}),
    }),
    simulationSchema,
  ),
  /** The way of one item, with what every condition on it says. */
  'pipelines.trace': query(
    z.strictObject({
      ...graphShape,
      itemId: itemIdSchema,
      /** What people decide, by node id; where nothing is said it is drawn. */
      decisions: z.record(z.string(), z.string()).default({}),
    }),
    simulatedTraceSchema,
  ),
} as const;
