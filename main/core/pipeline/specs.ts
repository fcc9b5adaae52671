/** What the nodes that run on this computer are: their types, functions and configuration. */
import { z } from 'zod';
import type { GraphNode } from '../model/graph.ts';
import { datasetIdSchema, recipeIdSchema } from '../model/ids.ts';

/** The runners we have. `function video.split` is one of the functions of the library. */
export const RUNNABLE = ['storage', 'split', 'task', 'video.split'] as const;
export type Runnable = (typeof RUNNABLE)[number];

export const storageConfigSchema = z.looseObject({
  datasetId: datasetIdSchema,
  /** Folder in the dataset for what the node clones; null or absent: the item's own. */
  dir: z.string().nullish(),
  /** As a start node: does an item's arrival in the dataset start a cycle, and for which items. */
  triggerToPipeline: z.looseObject({ active: z.boolean().nullish(), filter: z.string().nullish() }).nullish(),
});
export type StorageConfig = z.infer<typeof storageConfigSchema>;

export const taskConfigSchema = z.looseObject({
  taskType: z.enum(['annotation', 'qa']),
  recipeId: recipeIdSchema.nullish(),
  /** Shares of people in percent; empty: everything to the workspace's person. */
  workload: z.array(z.looseObject({ assigneeId: z.string().min(1), load: z.number().positive() })).nullish(),
  priority: z.int().min(1).max(3).nullish(),
  /** Milliseconds since 1970. */
  dueDate: z.number().nullish(),
});
export type TaskConfig = z.infer<typeof taskConfigSchema>;

export const splitConfigSchema = z.looseObject({
  customNodeConfig: z.looseObject({
    groups: z.array(z.looseObject({ name: z.string().min(1), distribution: z.number().min(0) })).min(1),
    /** Keep every prefix within one item of the quota instead of drawing each item by itself. */
    exact: z.boolean().nullish(),
    seed: z.string().nullish(),
  }),
});
export type SplitConfig = z.infer<typeof splitConfigSchema>;

export const videoSplitConfigSchema = z.looseObject({
  customNodeConfig: z
    .looseObject({
      /** Every n-th frame; 1: all. */
      every: z.int().min(1).max(100_000).nullish(),
      /** JPEG quality of ffmpeg: 2 (best) to 31. */
      quality: z.int().min(2).max(31).nullish(),
      /** Where the frames go; null or absent: the video's own dataset. */
      datasetId: datasetIdSchema.nullish(),
    })
    .nullish(),
});
export type VideoSplitConfig = z.infer<typeof videoSplitConfigSchema>;

const CONFIG_SCHEMAS = {
  storage: storageConfigSchema,
  split: splitConfigSchema,
  task: taskConfigSchema,
  'video.split': videoSplitConfigSchema,
} as const satisfies Record<Runnable, z.ZodType>;

/** Which runner a node needs; null when it is of a kind that does not run here. */
export function runnableOf(node: GraphNode): Runnable | null {
  const called = node.namespace?.functionName;
  if (node.type === 'storage' || node.type === 'split' || node.type === 'task') return node.type;
  // The reference platform's data split is a custom node that calls `data_split`.
  if (node.type === 'custom' && called === 'data_split') return 'split';
  if (node.type === 'function' && called === 'video.split') return 'video.split';
  return null;
}

/** The node's configuration as its runner reads it, or what is wrong with it. */
export function parseConfig<R extends Runnable>(
  runnable: R,
  node: GraphNode,
): z.ZodSafeParseResult<z.infer<(typeof CONFIG_SCHEMAS)[R]>> {
  return CONFIG_SCHEMAS[runnable].safeParse(node.metadata) as z.ZodSafeParseResult<
    z.infer<(typeof CONFIG_SCHEMAS)[R]>
  >;
}
