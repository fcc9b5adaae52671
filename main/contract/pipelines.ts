import { z } from 'zod';
import { nameSchema } from '#core/model/common.ts';
import { cycleSchema, executionSchema, executionStateSchema } from '#core/model/cycle.ts';
import { graphProblemSchema, graphSchema } from '#core/model/graph.ts';
import {
  cycleIdSchema,
  executionIdSchema,
  itemIdSchema,
  pipelineIdSchema,
  projectIdSchema,
} from '#core/model/ids.ts';
import { pipelineCountsSchema, pipelineSchema, pipelineSummarySchema } from '#core/model/pipeline.ts';
import { mutation, query } from './define.ts';
import { pageInputShape, pageOf } from './paging.ts';

const byPipeline = z.strictObject({ pipelineId: pipelineIdSchema });

export const pipelines = {
  'pipelines.list': query(z.strictObject({ projectId: projectIdSchema }), z.array(pipelineSummarySchema)),
  'pipelines.get': query(byPipeline, pipelineSchema),
  'pipelines.create': mutation(
    z.strictObject({ projectId: projectIdSchema, name: nameSchema, graph: graphSchema }),
    pipelineSchema,
  ),
  'pipelines.validate': query(z.strictObject({ graph: graphSchema }), z.array(graphProblemSchema)),
  /** Makes the tasks of its task nodes and starts to work; after a pause, goes on with what waits. */
  'pipelines.install': mutation(byPipeline, pipelineSchema),
  /** Starts nothing new; what runs ends; decisions of people are kept and go on after the next install. */
  'pipelines.pause': mutation(byPipeline, pipelineSchema),
  'pipelines.counts': query(byPipeline, pipelineCountsSchema),
  /** Starts one cycle for each item at the root node. */
  'pipelines.execute': mutation(
    z.strictObject({ pipelineId: pipelineIdSchema, itemIds: z.array(itemIdSchema).min(1).max(1000) }),
    z.object({ cycleIds: z.array(cycleIdSchema) }),
  ),
  'cycles.list': query(
    z.strictObject({ pipelineId: pipelineIdSchema, ...pageInputShape }),
    pageOf(cycleSchema),
  ),
  'cycles.get': query(z.strictObject({ cycleId: cycleIdSchema }), cycleSchema),
  /** Ends a cycle: nothing of it runs or waits any more; what it made stays. */
  'cycles.terminate': mutation(z.strictObject({ cycleId: cycleIdSchema }), cycleSchema),
  'executions.list': query(
    z.strictObject({
      pipelineId: pipelineIdSchema,
      nodeId: z.string().nullable().default(null),
      state: executionStateSchema.nullable().default(null),
      ...pageInputShape,
    }),
    pageOf(executionSchema),
  ),
  /** Runs a failed or dead execution again. */
  'executions.retry': mutation(z.strictObject({ executionId: executionIdSchema }), executionSchema),
} as const;
