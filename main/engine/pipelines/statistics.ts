/** Statistics in the reference system's shape, read from the counters. */
import { EXECUTION_STATUS } from '#core/formats/dataloop/execution.ts';
import type { PipelineStatistics } from '#core/model/pipeline.ts';
import type { ReadableDb } from '../db/driver.ts';
import { listCycleCounts, listNodeCounts } from '../db/queries/counters.ts';
import { firstCycleAt } from '../db/queries/cycles.ts';
import { findPipelineHead, readGraph } from '../db/queries/pipelines.ts';

const DAY = 86_400_000;

/** @param now milliseconds since 1970. */
export function readStatistics(db: ReadableDb, pipelineId: string, now: number): PipelineStatistics {
  const head = findPipelineHead(db, pipelineId);
  const first = firstCycleAt(db, pipelineId, head?.resetCycle ?? 0);
  // A part of a day counts as one, or the first minutes would show enormous rates.
  const days = first === null ? null : Math.max(1, (now - first) / DAY);
  const times = (count: number, ms: number) => ({
    avgTimePerExecution: count === 0 ? null : ms / count / 1000,
    avgExecutionsPerDay: days === null ? null : count / days,
  });
  const cycles = listCycleCounts(db, pipelineId).filter((row) => row.count > 0);
  const nodes = new Map<string, { counts: Map<string, number>; ended: number; ms: number }>();
  // Every node of the graph that runs, whether anything has come to it or not.
  const graph = head && readGraph(db, pipelineId, head.installedVersion || head.version);
  for (const { id } of graph?.nodes ?? []) nodes.set(id, { counts: new Map(), ended: 0, ms: 0 });
  for (const row of listNodeCounts(db, pipelineId)) {
    if (row.count === 0) continue;
    const node = nodes.get(row.nodeId) ?? { counts: new Map<string, number>(), ended: 0, ms: 0 };
    nodes.set(row.nodeId, node);
    const status = EXECUTION_STATUS[row.state];
    node.counts.set(status, (node.counts.get(status) ?? 0) + row.count);
    if (row.state === 'success') {
      node.ended += row.count;
      node.ms += row.ms;
    }
  }
  const succeeded = cycles.find((row) => row.status === 'success') ?? { count: 0, ms: 0 };
  return {
    pipelineExecutionCounters: cycles.map(({ status, count }) => ({ status, count })),
    nodeExecutionsCounters: [...nodes].map(([nodeId, { counts }]) => ({
      nodeId,
      statusCount: [...counts].map(([status, count]) => ({ status, count })),
    })),
    pipelineExecutionStatistics: times(succeeded.count, succeeded.ms),
    nodeExecutionStatistics: [...nodes].map(([nodeId, { ended, ms }]) => ({
      nodeId,
      executionStatistics: times(ended, ms),
    })),
  };
}
