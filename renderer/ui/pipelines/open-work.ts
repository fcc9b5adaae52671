/** What of a pipeline is under way, in numbers. */
import type { PipelineCounts } from '#core/model/pipeline.ts';

export type OpenWork = {
  readonly queued: number;
  readonly running: number;
  /** Items that wait for a person. */
  readonly parked: number;
  readonly openCycles: number;
  /** Cycles that have ended, in whatever way. */
  readonly endedCycles: number;
  /** Items that went along connections, together. */
  readonly passed: number;
};

export function openWork({ nodes, connections, cycles }: PipelineCounts): OpenWork {
  const sum = (key: 'queued' | 'running' | 'parked') => nodes.reduce((all, node) => all + node[key], 0);
  return {
    queued: sum('queued'),
    running: sum('running'),
    parked: sum('parked'),
    openCycles: cycles.inProgress,
    endedCycles: cycles.success + cycles.failed + cycles.terminated,
    passed: connections.reduce((all, { items }) => all + items, 0),
  };
}
