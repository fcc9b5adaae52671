/** How pipelines are doing, and running again what failed for one reason. */
import type { Handlers } from '#contract/index.ts';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import type { FailureGroup } from '#core/model/health.ts';
import { nodeIdSchema } from '#core/model/ids.ts';
import { executionIdOf } from '#core/model/run-ids.ts';
import { causeOf } from '#core/pipeline/causes.ts';
import type { EngineContext } from '../context.ts';
import { findCycle } from '../db/queries/cycles.ts';
import { findWorkById } from '../db/queries/executions.ts';
import { isLargeCycle } from '../db/queries/executions-of.ts';
import { listFailures, listWay, oldestSince } from '../db/queries/health.ts';
import { listNodeKeys } from '../db/queries/nodes.ts';
import { findPipeline, findPipelineHead } from '../db/queries/pipelines.ts';
import type { Pace } from '../pipelines/pace.ts';
import { retryWork } from '../pipelines/retry-work.ts';
import { createThrift } from './thrift.ts';

/** So many failures of a node and state are looked at, the latest: enough to see what goes wrong. */
const LOOKED_AT = 500;

export function healthHandlers(
  ctx: EngineContext,
  pace: Pace,
): Handlers<'pipelines.health' | 'cycles.way' | 'executions.retryMany'> {
  const { db } = ctx;
  const wayOf = createThrift<number[]>((key) => isLargeCycle(db, key));
  return {
    'pipelines.health': ({ pipelineId }) => {
      const pipeline = findPipeline(db, pipelineId);
      if (!pipeline)
        throw new SluiceError('not-found', 'This pipeline is not there any more.', { pipelineId });
      const above = findPipelineHead(db, pipelineId)?.resetCycle ?? 0;
      const names = new Map<string, string>(pipeline.graph.nodes.map((node) => [node.id, node.name]));
      const perMinute = pace.of(pipelineId);
      const groups = new Map<string, FailureGroup>();
      let cut = false;
      const nodes = [...listNodeKeys(db, pipelineId)].map(([id, node]) => {
        const nodeId = nodeIdSchema.parse(id);
        for (const state of ['failed', 'dead'] as const) {
          const rows = listFailures(db, { node, state, above, limit: LOOKED_AT });
          cut ||= rows.length === LOOKED_AT;
          for (const row of rows) {
            const message = row.error ?? '';
            const key = `${node} ${causeOf(message)}`;
            const id = executionIdOf(row.key, row.createdAt);
            const known = groups.get(key);
            groups.set(
              key,
              known
                ? { ...known, count: known.count + 1, executionIds: [...known.executionIds, id] }
                : {
                    nodeId,
                    nodeName: names.get(nodeId) ?? nodeId,
                    message,
                    count: 1,
                    latestAt: row.at,
                    itemName: row.itemName,
                    executionIds: [id],
                  },
            );
          }
        }
        return {
          nodeId,
          queuedSince: oldestSince(db, node, 'queued'),
          runningSince: oldestSince(db, node, 'running'),
          parkedSince: oldestSince(db, node, 'parked'),
          perMinute: [...(perMinute.get(nodeId) ?? [])],
        };
      });
      const failures = [...groups.values()].toSorted((a, b) => b.count - a.count || b.latestAt - a.latestAt);
      return { nodes, failures, cut };
    },
    'cycles.way': ({ cycleId }) => {
      const found = findCycle(db, cycleId);
      if (!found) throw new SluiceError('not-found', 'This cycle is not there any more.', { cycleId });
      return wayOf(found.key, () => listWay(db, found.key));
    },
    'executions.retryMany': ({ executionIds }) => {
      let retried = 0;
      ctx.unit(ctx.settings().person, (tx) => {
        for (const executionId of executionIds) {
          const work = findWorkById(tx.db, executionId);
          if (!work) continue;
          try {
            tx.savepoint(() => retryWork(tx, work));
            retried += 1;
          } catch (error) {
            // Somebody else was quicker, or it counts no more: nothing to do for this one.
            if (!isSluiceError(error)) throw error;
          }
        }
      });
      return { retried, passedOver: executionIds.length - retried };
    },
  };
}
