import { z } from 'zod';
import { commandSchema } from '#core/model/command.ts';
import { metadataSchema, nameSchema, timeSchema } from '#core/model/common.ts';
import {
  cycleNodeSchema,
  cycleSchema,
  cycleStatusSchema,
  executionSchema,
  executionStateSchema,
  portValuesSchema,
} from '#core/model/cycle.ts';
import { graphProblemSchema, graphSchema } from '#core/model/graph.ts';
import {
  commandIdSchema,
  cycleIdSchema,
  datasetIdSchema,
  executionIdSchema,
  itemIdSchema,
  pipelineIdSchema,
  projectIdSchema,
} from '#core/model/ids.ts';
import {
  pipelineCountsSchema,
  pipelineSchema,
  pipelineStatisticsSchema,
  pipelineSummarySchema,
  pipelineVersionSchema,
  resumeOptionSchema,
} from '#core/model/pipeline.ts';
import { mutation, query } from './define.ts';
import { pageInputShape, pageOf } from './paging.ts';

const byPipeline = z.strictObject({ pipelineId: pipelineIdSchema });
const byCommand = z.strictObject({ commandId: commandIdSchema });
/** DQL: only the cycles that it matches. */
const cycleFilterSchema = metadataSchema.nullable().default(null);
const descriptionSchema = z.string().max(10_000).nullable();

/** How cycles run again: all of it, from chosen nodes with what went into them then, or what failed. */
export const rerunMethodSchema = z.enum([
  'startFromBeginning',
  'startFromNodes',
  'startFromFailedExecutions',
]);
export type RerunMethod = z.infer<typeof rerunMethodSchema>;

/** Why what is open at a node cannot go over. `gone`: the new version has no such node; `other-type`: it is another one. */
const moveObstacleSchema = z.enum(['gone', 'other-type', 'under-way']);
export type MoveObstacle = z.infer<typeof moveObstacleSchema>;

const moveCycleSchema = z.object({
  cycleId: cycleIdSchema,
  /** Null when it was started for no item, or for one that is gone. */
  itemName: z.string().nullable(),
  version: z.int(),
  /** What keeps it when it cannot go over, else the first thing that is open in it. */
  nodeName: z.string(),
  /** Null: it can go over. */
  obstacle: moveObstacleSchema.nullable(),
});

/** What would become of the cycles in flight if they went over to the latest version. */
export const movePlanSchema = z.object({
  version: z.int(),
  /** Open executions of cycles on older versions, by the node they are at. */
  nodes: z.array(
    z.object({ nodeId: z.string(), name: z.string(), open: z.int().min(0), movable: z.boolean() }),
  ),
  /** Cycles that can go over, and those that have something open at a node that is no longer there. */
  movable: z.int().min(0),
  stuck: z.int().min(0),
  /** Some of the cycles by name, those that cannot go over first, each with what is open in it. */
  cycles: z.array(moveCycleSchema),
});
export type MovePlan = z.infer<typeof movePlanSchema>;

export const pipelines = {
  'pipelines.list': query(z.strictObject({ projectId: projectIdSchema }), z.array(pipelineSummarySchema)),
  'pipelines.get': query(byPipeline, pipelineSchema),
  'pipelines.create': mutation(
    z.strictObject({
      projectId: projectIdSchema,
      name: nameSchema,
      graph: graphSchema,
      description: descriptionSchema.default(null),
      settings: metadataSchema.default({}),
    }),
    pipelineSchema,
  ),
  /**
   * Changes what is given. A graph that differs is a new version, on which new cycles start after the next install;
   * cycles in flight end on theirs. `conflict`: `fromVersion` is not the latest any more.
   */
  'pipelines.update': mutation(
    z.strictObject({
      pipelineId: pipelineIdSchema,
      name: nameSchema.optional(),
      description: descriptionSchema.optional(),
      settings: metadataSchema.optional(),
      graph: graphSchema.optional(),
      /** Values of variables, by name. */
      variables: metadataSchema.optional(),
      fromVersion: z.int().min(1).optional(),
    }),
    pipelineSchema,
  ),
  /** `wrong-state` while it is installed. */
  'pipelines.delete': mutation(byPipeline, z.null()),
  /** Latest first. */
  'pipelines.versions': query(byPipeline, z.array(pipelineVersionSchema)),
  'pipelines.version': query(
    z.strictObject({ pipelineId: pipelineIdSchema, version: z.int().min(1) }),
    graphSchema,
  ),
  'pipelines.validate': query(z.strictObject({ graph: graphSchema }), z.array(graphProblemSchema)),
  /** What an install that moves cycles in flight would do. */
  'pipelines.movePlan': query(byPipeline, movePlanSchema),
  /**
   * Makes the tasks of its task nodes and lets work start on the latest version.
   * `pipeline-invalid`: the graph cannot run here; every problem is in the details.
   */
  'pipelines.install': mutation(
    z.strictObject({
      pipelineId: pipelineIdSchema,
      /** After a pause; without, as the pipeline's settings say, else they go on. */
      resumeOption: resumeOptionSchema.optional(),
      /** Cycles on older versions: end on theirs, or go over where they can. */
      inFlight: z.enum(['finish', 'move']).default('finish'),
    }),
    pipelineSchema,
  ),
  /** Starts nothing new; what runs ends; decisions of people are kept and go on after the next install. */
  'pipelines.pause': mutation(
    z.strictObject({ pipelineId: pipelineIdSchema, keepTriggersActive: z.boolean().optional() }),
    pipelineSchema,
  ),
  /** Clears cycles and counters. `wrong-state` while it is installed, unless it is to be paused first. */
  'pipelines.reset': mutation(
    z.strictObject({ pipelineId: pipelineIdSchema, stopIfRunning: z.boolean().default(false) }),
    pipelineSchema,
  ),
  /** The dataset nodes that ran what was there at their first install, and the command that does so, if anything was. */
  'pipelines.loaded': query(
    byPipeline,
    z.array(z.object({ nodeId: z.string(), commandId: commandIdSchema.nullable() })),
  ),
  'pipelines.counts': query(byPipeline, pipelineCountsSchema),
  'pipelines.statistics': query(byPipeline, pipelineStatisticsSchema),
  /** Starts one cycle for each item, or one for the input, at the root node or the one named. */
  'pipelines.execute': mutation(
    z.strictObject({
      pipelineId: pipelineIdSchema,
      itemIds: z.array(itemIdSchema).max(1000).default([]),
      input: portValuesSchema.optional(),
      nodeId: z.string().optional(),
      /** Marks the cycles as a trial. */
      test: z.boolean().default(false),
    }),
    z.object({ cycleIds: z.array(cycleIdSchema) }),
  ),
  /** Starts one cycle for each item of the datasets that the filter (DQL) matches. */
  'pipelines.executeBatch': mutation(
    z.strictObject({
      pipelineId: pipelineIdSchema,
      datasetIds: z.array(datasetIdSchema).min(1),
      filter: metadataSchema.default({}),
      nodeId: z.string().optional(),
    }),
    commandSchema,
  ),
  /** Runs cycles again, under their ids; all of the pipeline's when none are named. */
  'pipelines.rerun': mutation(
    z.strictObject({
      pipelineId: pipelineIdSchema,
      method: rerunMethodSchema,
      startNodeIds: z.array(z.string()).default([]),
      cycleIds: z.array(cycleIdSchema).max(10_000).nullable().default(null),
      status: cycleStatusSchema.nullable().default(null),
      filter: cycleFilterSchema,
    }),
    commandSchema,
  ),
  /** Ends cycles; all open ones of the pipeline when none are named. */
  'pipelines.terminate': mutation(
    z.strictObject({
      pipelineId: pipelineIdSchema,
      cycleIds: z.array(cycleIdSchema).max(10_000).nullable().default(null),
      filter: cycleFilterSchema,
    }),
    commandSchema,
  ),
  'commands.get': query(byCommand, commandSchema),
  /** What it has done stays. */
  'commands.abort': mutation(byCommand, commandSchema),
  'cycles.list': query(
    z.strictObject({
      pipelineId: pipelineIdSchema,
      status: cycleStatusSchema.nullable().default(null),
      ...pageInputShape,
    }),
    pageOf(cycleSchema),
  ),
  'cycles.get': query(z.strictObject({ cycleId: cycleIdSchema }), cycleSchema),
  /**
   * A cycle with how each node stands in it and what ran, in the order it came to be: all of it, or of a cycle with more
   * than `most` the first half and the last. `executions.search` finds the others.
   */
  'cycles.view': query(
    z.strictObject({ cycleId: cycleIdSchema, most: z.int().min(2).max(10_000).default(1000) }),
    z.object({
      cycle: cycleSchema,
      nodes: z.array(cycleNodeSchema),
      executions: z.array(executionSchema),
    }),
  ),
  /** Ends a cycle: nothing of it runs or waits any more; what it made stays. */
  'cycles.terminate': mutation(z.strictObject({ cycleId: cycleIdSchema }), cycleSchema),
  /** Latest first. With a text a page may have fewer than asked for, or none, and not be the last. */
  'executions.list': query(
    z.strictObject({
      pipelineId: pipelineIdSchema,
      nodeId: z.string().nullable().default(null),
      state: executionStateSchema.nullable().default(null),
      /** Only what came to be from then on. */
      since: timeSchema.nullable().default(null),
      /** In the item's name or in what is told of a failure. */
      text: z.string().trim().max(200).default(''),
      ...pageInputShape,
    }),
    pageOf(executionSchema),
  ),
  'executions.get': query(z.strictObject({ executionId: executionIdSchema }), executionSchema),
  /** Runs a failed or dead execution again. */
  'executions.retry': mutation(z.strictObject({ executionId: executionIdSchema }), executionSchema),
} as const;
