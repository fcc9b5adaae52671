/** Graphs of pipeline versions, parsed once: a version never changes. */
import type { Graph } from '#core/model/graph.ts';
import type { ReadableDb } from '../db/driver.ts';
import { readGraph } from '../db/queries/pipelines.ts';

export type Graphs = (pipelineId: string, version: number) => Graph;

export function createGraphs(db: ReadableDb): Graphs {
  const known = new Map<string, Graph>();
  return (pipelineId, version) => {
    const key = `${pipelineId} ${version}`;
    let graph = known.get(key);
    if (!graph) {
      graph = readGraph(db, pipelineId, version);
      known.set(key, graph);
    }
    return graph;
  };
}
