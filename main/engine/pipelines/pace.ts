/** How many executions of each node ended in each of the last minutes, as long as the engine has been running. */
import type { PipelineCounts } from '#core/model/pipeline.ts';

const MINUTE = 60_000;
/** So many minutes are kept. */
export const MINUTES = 60;

export type Pace = {
  /** Takes notice of a pipeline's counters as they are now. */
  note(pipelineId: string, counts: PipelineCounts): void;
  /** By node id, the present minute last. */
  of(pipelineId: string): ReadonlyMap<string, readonly number[]>;
};

type Series = { total: number; readonly minutes: Map<number, number> };

/** @param now milliseconds since 1970. */
export function createPace(now: () => number): Pace {
  const pipelines = new Map<string, Map<string, Series>>();
  const began = Math.floor(now() / MINUTE);

  return {
    note(pipelineId, counts) {
      const minute = Math.floor(now() / MINUTE);
      const first = !pipelines.has(pipelineId);
      const nodes = pipelines.get(pipelineId) ?? new Map<string, Series>();
      pipelines.set(pipelineId, nodes);
      for (const { nodeId, success, failed } of counts.nodes) {
        const total = success + failed;
        const series = nodes.get(nodeId);
        if (!series) {
          // What ended before anybody looked is not of this minute; what ended at a node that is new since is.
          const minutes = new Map(first || total === 0 ? [] : [[minute, total]]);
          nodes.set(nodeId, { total, minutes });
          continue;
        }
        const ended = total - series.total;
        series.total = total;
        // Counters fall when work is run again or a pipeline is reset: nothing ended then.
        if (ended > 0) series.minutes.set(minute, (series.minutes.get(minute) ?? 0) + ended);
        for (const old of series.minutes.keys()) if (old <= minute - MINUTES) series.minutes.delete(old);
      }
    },
    of(pipelineId) {
      const last = Math.floor(now() / MINUTE);
      const from = Math.max(began, last - MINUTES + 1);
      const minutes = Array.from({ length: last - from + 1 }, (_, index) => from + index);
      const nodes = pipelines.get(pipelineId) ?? new Map<string, Series>();
      return new Map(
        [...nodes].map(([nodeId, series]) => [nodeId, minutes.map((one) => series.minutes.get(one) ?? 0)]),
      );
    },
  };
}
