/** Cycles and executions: the runs of pipelines. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Cycle, CycleNode, Execution, ExecutionState } from '#core/model/cycle.ts';
import { nodeIdSchema } from '#core/model/ids.ts';
import { cycleParts, executionIdOf, executionParts, requireParts } from '#core/model/run-ids.ts';
import type { EngineContext } from '../context.ts';
import { findCycle, listCycles } from '../db/queries/cycles.ts';
import {
  findExecution,
  firstKeySince,
  listExecutions,
  listExecutionsOfCycle,
  windowEnd,
} from '../db/queries/execution-pages.ts';
import { type CycleNodeCount, countByNodeOfCycle, isLargeCycle } from '../db/queries/executions-of.ts';
import { listNodeKeys } from '../db/queries/nodes.ts';
import { findPipelineHead } from '../db/queries/pipelines.ts';
import type { Graphs } from '../jobs/graphs.ts';
import { setCyclePriority } from '../pipelines/priority.ts';
import { withProgress } from '../pipelines/progress.ts';
import { planPut, putElsewhere } from '../pipelines/put.ts';
import { cancelJobs, terminateCycle } from '../pipelines/terminate.ts';
import { waitingForRoom } from '../pipelines/waits.ts';
import { createThrift } from './thrift.ts';

type CycleCalls =
  | `cycles.${'list' | 'get' | 'view' | 'setPriority' | 'movePlan' | 'move' | 'terminate'}`
  | `executions.${'list' | 'get'}`;

/** Above every key. */
const FIRST_PAGE = Number.MAX_SAFE_INTEGER;
/** Executions of a node that are looked through for a text in one go. */
const LOOKED_AT = 2000;

export function cycleHandlers(ctx: EngineContext, graphs: Graphs): Handlers<CycleCalls> {
  const { db } = ctx;
  const countsOf = createThrift<CycleNodeCount[]>((key) => isLargeCycle(db, key));

  function cycle(cycleId: string): { key: number; cycle: Cycle } {
    const found = findCycle(db, cycleId);
    if (!found) throw new SluiceError('not-found', 'This cycle is not there any more.', { cycleId });
    return found;
  }

  return {
    'cycles.list': ({ pipelineId, status, after, limit }) => {
      const above = findPipelineHead(db, pipelineId)?.resetCycle ?? 0;
      const before = after === null ? FIRST_PAGE : (cycleParts(after)?.key ?? FIRST_PAGE);
      const items = listCycles(db, { pipelineId, above, status, before, limit });
      return { items, next: items.length === limit ? (items.at(-1)?.id ?? null) : null };
    },
    'cycles.get': ({ cycleId }) => cycle(cycleId).cycle,
    'cycles.view': ({ cycleId, most }) => {
      const { key, cycle: found } = cycle(cycleId);
      const counts = countsOf(key, () => countByNodeOfCycle(db, key));
      const plan = graphs(found.pipelineId, found.version);
      const nodes = [...plan.nodes.values()].map((node): CycleNode => {
        const own = counts.filter((row) => row.node === node.key);
        return {
          nodeId: nodeIdSchema.parse(node.id),
          name: node.node.name,
          status: nodeStatus(own),
          executions: own.reduce((sum, row) => sum + row.count, 0),
          parked: own.find(({ state }) => state === 'parked')?.count ?? 0,
          attempts: Math.max(0, ...own.map((row) => row.attempts)),
          since: own.length === 0 ? null : Math.min(...own.map((row) => row.since)),
          until: own.length === 0 ? null : Math.max(...own.map((row) => row.until)),
        };
      });
      return { cycle: found, nodes, executions: listExecutionsOfCycle(db, key, most) };
    },
    'cycles.setPriority': ({ cycleId, priority }) => {
      const { key } = cycle(cycleId);
      ctx.unit(ctx.settings().person, (tx) => setCyclePriority(tx, graphs, key, priority));
      return cycle(cycleId).cycle;
    },
    'cycles.movePlan': ({ cycleId, ...put }) => planPut(db, graphs, { ...put, cycle: cycle(cycleId).key }),
    'cycles.move': ({ cycleId, why, ...put }) => {
      const { key } = cycle(cycleId);
      const person = ctx.settings().person;
      const moved = ctx.unit(person, (tx) => putElsewhere(tx, graphs, { ...put, cycle: key }, why));
      cancelJobs(ctx);
      return { cycle: cycle(cycleId).cycle, moved };
    },
    'cycles.terminate': ({ cycleId }) => {
      const { key } = cycle(cycleId);
      ctx.unit(ctx.settings().person, (tx) => terminateCycle(tx, key, 'The cycle was terminated.'));
      cancelJobs(ctx);
      return cycle(cycleId).cycle;
    },
    'executions.list': ({ pipelineId, nodeId, state, since, text, after, limit }) => {
      const keys = listNodeKeys(db, pipelineId);
      const nodes = nodeId === null ? [...keys.values()] : [keys.get(nodeId) ?? 0];
      const before = after === null ? FIRST_PAGE : (executionParts(after)?.key ?? FIRST_PAGE);
      const from = since === null ? 0 : firstKeySince(db, since);
      const windows = nodes.map((node) => ({ node, state, before, above: from - 1, limit }));
      // With a text so many are looked through, of each node as far back as of the one that has most.
      const seen = text === '' ? from : Math.max(0, ...windows.map((one) => windowEnd(db, one, LOOKED_AT)));
      // A page of each node, of which the latest are the page of all.
      const items = windows
        .flatMap((one) => listExecutions(db, { ...one, above: seen - 1, text }))
        .toSorted((a, b) => keyOf(b) - keyOf(a))
        .slice(0, limit)
        .map((one) => withProgress(ctx, { ...one, error: one.error ?? waitingForRoom(ctx, graphs, one) }));
      if (items.length === limit) return { items, next: items.at(-1)?.id ?? null };
      return { items, next: seen > from ? executionIdOf(seen, 0) : null };
    },
    'executions.get': ({ executionId }) => {
      const { key, createdAt } = requireParts(executionParts(executionId), 'execution', executionId);
      const found = findExecution(db, key);
      if (found?.createdAt === createdAt) return found;
      throw new SluiceError('not-found', 'This execution is not there any more.', { executionId });
    },
  };
}

const keyOf = ({ id }: Execution) => executionParts(id)?.key ?? 0;

/** How a node stands in a cycle: the least finished of its executions says. */
function nodeStatus(rows: readonly CycleNodeCount[]): CycleNode['status'] {
  const has = (...states: ExecutionState[]) => rows.some((row) => states.includes(row.state));
  if (has('failed', 'dead')) return 'failed';
  if (has('running', 'parked')) return 'in-progress';
  if (has('queued')) return 'queue';
  return has('success') ? 'success' : 'pending';
}
