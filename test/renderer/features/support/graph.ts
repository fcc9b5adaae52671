/** The pipeline Video to QA with fixed ids. */

import type { Graph } from '#core/model/graph.ts';
import { datasetIdSchema, nodeIdSchema, recipeIdSchema } from '#core/model/ids.ts';
import type { PipelineCounts } from '#core/model/pipeline.ts';
import { videoToQa } from '#core/pipeline/templates/video-to-qa.ts';

const dataset = (digit: string) => datasetIdSchema.parse(digit.repeat(24));

export const ids = {
  inboxDataset: dataset('1'),
  framesDataset: dataset('2'),
  qa: nodeIdSchema.parse('qa'),
  frames: nodeIdSchema.parse('frames'),
} as const;

export function videoToQaGraph(every = 5): Graph {
  return videoToQa.build({
    inbox: ids.inboxDataset,
    frames: ids.framesDataset,
    approved: dataset('3'),
    discarded: dataset('4'),
    recipe: recipeIdSchema.parse('5'.repeat(24)),
    every,
  });
}

/** Counts of a pipeline in which nothing happened yet. */
export function noCounts(): PipelineCounts {
  return {
    nodes: [],
    connections: [],
    cycles: { inProgress: 0, success: 0, failed: 0, terminated: 0 },
  };
}
