/** Statistics of a pipeline on the wire (reference section 1.13): counters have exactly `status` and `count`. */
import type { PipelineStatistics } from '../../model/pipeline.ts';

type Times = PipelineStatistics['pipelineExecutionStatistics'];

/** Where nothing has ended yet, the averages are 0 as after a reset. */
export function writeStatistics(statistics: PipelineStatistics) {
  return {
    ...statistics,
    pipelineExecutionStatistics: writeTimes(statistics.pipelineExecutionStatistics),
    nodeExecutionStatistics: statistics.nodeExecutionStatistics.map(({ nodeId, executionStatistics }) => ({
      nodeId,
      executionStatistics: writeTimes(executionStatistics),
    })),
  };
}

function writeTimes({ avgTimePerExecution, avgExecutionsPerDay }: Times) {
  return {
    avgTimePerExecution: avgTimePerExecution ?? 0,
    avgExecutionsPerDay: avgExecutionsPerDay ?? 0,
  };
}
