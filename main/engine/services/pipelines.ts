/** Pipelines: making, changing, installing, running them. */
import type { Handlers } from '#contract/index.ts';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { type ItemId, itemIdSchema, type PipelineId } from '#core/model/ids.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import { cycleParts, requireParts } from '#core/model/run-ids.ts';
import { rootNode } from '#core/pipeline/graph.ts';
import { validateGraph } from '#core/pipeline/validate.ts';
import type { EngineContext } from '../context.ts';
import { endCommand, findCommand } from '../db/queries/commands.ts';
import { readCounts } from '../db/queries/counters.ts';
import { lastCycleKey } from '../db/queries/cycles.ts';
import { boundItems } from '../db/queries/item-windows.ts';
import { findMissingItem } from '../db/queries/items.ts';
import { findPipeline, hasVersion, listPipelines, listVersions, readGraph } from '../db/queries/pipelines.ts';
import { findDataset } from '../db/queries/projects.ts';
import { listLoaded } from '../db/queries/triggers.ts';
import { startCycle } from '../jobs/cycles.ts';
import { type Graphs, runNode } from '../jobs/graphs.ts';
import { timeProblems } from '../jobs/times.ts';
import type { RunPlan } from '../nodes/node.ts';
import { addCommand } from '../pipelines/commands.ts';
import { installPipeline, pausePipeline, refuseInstall, resetPipeline } from '../pipelines/lifecycle.ts';
import { planMove } from '../pipelines/move.ts';
import { readStatistics } from '../pipelines/statistics.ts';
import { cancelJobs } from '../pipelines/terminate.ts';
import { createPipeline, deletePipeline, updatePipeline } from '../pipelines/versions.ts';
import type { Tx } from '../unit.ts';

type PipelineCalls =
  | `pipelines.${'list' | 'get' | 'create' | 'update' | 'delete' | 'versions' | 'version' | 'validate'}`
  | `pipelines.${'loaded' | 'movePlan' | 'install' | 'pause' | 'reset' | 'counts' | 'statistics'}`
  | `pipelines.${'execute' | 'executeBatch' | 'rerun' | 'terminate'}`
  | `commands.${'get' | 'abort'}`;

export function pipelineHandlers(ctx: EngineContext, graphs: Graphs): Handlers<PipelineCalls> {
  const { db } = ctx;

  function pipeline(pipelineId: string): Pipeline {
    const found = findPipeline(db, pipelineId);
    if (!found) throw new SluiceError('not-found', 'This pipeline is not there any more.', { pipelineId });
    return found;
  }

  function command(commandId: string) {
    const found = findCommand(db, commandId);
    if (!found) throw new SluiceError('not-found', 'This command is not there.', { commandId });
    return found;
  }

  /** Does something to a pipeline as the person, and answers it as it is then. */
  function change(pipelineId: string, work: (tx: Tx, found: Pipeline) => void): Pipeline {
    ctx.unit(ctx.settings().person, (tx) => work(tx, pipeline(pipelineId)));
    return pipeline(pipelineId);
  }

  /** The version that runs. @throws SluiceError `wrong-state` when none does. */
  function running(pipelineId: string): RunPlan {
    const { status, name, installedVersion } = pipeline(pipelineId);
    if (status === 'Installed') return graphs(pipelineId, installedVersion);
    throw new SluiceError('wrong-state', `Install "${name}" before running anything through it.`, { status });
  }

  function startNode(plan: RunPlan, nodeId: string | undefined): string {
    const start = nodeId ?? rootNode(plan.graph);
    if (start === null) throw new SluiceError('pipeline-invalid', 'The pipeline has no start node.');
    return runNode(plan, start).id;
  }

  function requireItems(ids: readonly ItemId[]): void {
    const itemId = findMissingItem(db, ids);
    if (itemId === null) return;
    throw new SluiceError('not-found', 'One of the items is not there any more.', { itemId });
  }

  function requireItem(id: unknown): ItemId {
    const parsed = itemIdSchema.safeParse(id);
    if (!parsed.success) {
      throw new SluiceError('not-found', 'What stands for the item is no id of one.', { itemId: id });
    }
    requireItems([parsed.data]);
    return parsed.data;
  }

  /** Keys of named cycles, ascending. */
  function keysOf(cycleIds: readonly string[] | null): number[] | null {
    if (cycleIds === null) return null;
    const keys = cycleIds.map((id) => requireParts(cycleParts(id), 'cycle', id).key);
    return [...new Set(keys)].toSorted((a, b) => a - b);
  }

  return {
    'pipelines.list': ({ projectId }) => listPipelines(db, projectId),
    'pipelines.get': ({ pipelineId }) => pipeline(pipelineId),
    'pipelines.validate': ({ graph }) => [
      ...validateGraph(graph),
      ...timeProblems(graph, ctx.ports.clock.now()),
    ],
    'pipelines.loaded': ({ pipelineId }) => listLoaded(db, pipelineId),
    'pipelines.counts': ({ pipelineId }) => readCounts(db, pipelineId),
    'pipelines.statistics': ({ pipelineId }) => {
      return readStatistics(db, pipeline(pipelineId).id, ctx.ports.clock.now());
    },
    'pipelines.versions': ({ pipelineId }) => listVersions(db, pipeline(pipelineId).id),
    'pipelines.version': ({ pipelineId, version }) => {
      if (hasVersion(db, pipelineId, version)) return readGraph(db, pipelineId, version);
      throw new SluiceError('not-found', `"${pipeline(pipelineId).name}" has no version ${version}.`);
    },
    'pipelines.create': (made) => {
      const id = ctx.unit(ctx.settings().person, (tx) => createPipeline(tx, made));
      return pipeline(id);
    },
    'pipelines.update': ({ pipelineId, ...part }) =>
      change(pipelineId, (tx, found) => updatePipeline(tx, found, part)),
    'pipelines.delete': ({ pipelineId }) => {
      ctx.unit(ctx.settings().person, (tx) => deletePipeline(tx, pipeline(pipelineId)));
      cancelJobs(ctx);
      return null;
    },
    'pipelines.movePlan': ({ pipelineId }) => {
      const { id, version } = pipeline(pipelineId);
      return planMove(db, graphs, id, version);
    },
    'pipelines.install': ({ pipelineId, resumeOption, inFlight }) => {
      const { person } = ctx.settings();
      try {
        const install = { graphs, person, resumeOption, inFlight };
        return change(pipelineId, (tx, found) => installPipeline(tx, found, install));
      } catch (error) {
        if (isSluiceError(error, 'pipeline-invalid')) {
          change(pipelineId, (tx, found) => refuseInstall(tx, found, error.message));
        }
        throw error;
      } finally {
        cancelJobs(ctx);
      }
    },
    'pipelines.pause': ({ pipelineId, keepTriggersActive }) =>
      change(pipelineId, (tx, found) => pausePipeline(tx, found, keepTriggersActive)),
    'pipelines.reset': ({ pipelineId, stopIfRunning }) => {
      if (stopIfRunning && pipeline(pipelineId).status === 'Installed') {
        change(pipelineId, (tx, found) => pausePipeline(tx, found));
      }
      const after = change(pipelineId, (tx, found) => resetPipeline(tx, found));
      cancelJobs(ctx);
      return after;
    },
    'pipelines.execute': ({ pipelineId, itemIds, input, nodeId, test }) => {
      const plan = running(pipelineId);
      const start = startNode(plan, nodeId);
      const why = test ? 'Trial cycle started by hand' : 'Cycle started by hand';
      const { itemPort } = runNode(plan, start).plan;
      const port = itemPort ?? 'item';
      const cycleIds = ctx.unit(ctx.settings().person, (tx) => {
        requireItems(itemIds);
        const items = itemIds.map(
          (itemId) =>
            startCycle(tx, { plan, nodeId: start, input: { [port]: itemId }, itemId, test, why }).id,
        );
        if (input === undefined) return items;
        const named = input[port] ?? input['item'];
        const itemId = named === undefined ? null : requireItem(named);
        const values = itemId === null ? input : { ...withoutItem(input), [port]: itemId };
        return [...items, startCycle(tx, { plan, nodeId: start, input: values, itemId, test, why }).id];
      });
      return { cycleIds };
    },
    'pipelines.executeBatch': ({ pipelineId, datasetIds, filter, nodeId }) => {
      const plan = running(pipelineId);
      const spec = { datasetIds, filter, nodeId: startNode(plan, nodeId) };
      const items = datasetIds.reduce((sum, one) => sum + (findDataset(db, one)?.itemCount ?? 0), 0);
      const total = boundItems(db, { datasetIds, filter: parseFilter(filter) }, items);
      const id = ctx.unit(ctx.settings().person, (tx) =>
        addCommand(tx, pipelineId, { type: 'execute', spec }, total),
      );
      return command(id);
    },
    'pipelines.rerun': ({ pipelineId, method, startNodeIds, cycleIds, status, filter }) => {
      requireFilter(filter);
      const plan = running(pipelineId);
      for (const nodeId of startNodeIds) runNode(plan, nodeId);
      if (method === 'startFromNodes' && startNodeIds.length === 0) {
        throw new SluiceError('invalid-input', 'Name the nodes to start from.');
      }
      const cycles = keysOf(cycleIds);
      const spec = { method, startNodeIds, cycles, upTo: lastCycleKey(db), status, filter };
      // Clients look for it in the command's answer.
      const reply = { cycleOptions: { method, startNodeIds } };
      return command(add(pipelineId, { type: 'rerun', spec, reply }, cycles));
    },
    'pipelines.terminate': ({ pipelineId, cycleIds, filter }) => {
      const { id } = pipeline(pipelineId);
      requireFilter(filter);
      const cycles = keysOf(cycleIds);
      const spec = { cycles, upTo: lastCycleKey(db), status: null, filter };
      return command(add(id, { type: 'terminate', spec }, cycles));
    },
    'commands.get': ({ commandId }) => command(commandId),
    'commands.abort': ({ commandId }) => {
      const { status } = command(commandId);
      if (status === 'in-progress') {
        ctx.unit(ctx.settings().person, (tx) =>
          endCommand(tx.db, commandId, { status: 'aborted', error: null, at: tx.now }),
        );
      }
      return command(commandId);
    },
  };

  function add(
    pipelineId: PipelineId,
    spec: Parameters<typeof addCommand>[2],
    cycles: readonly number[] | null,
  ) {
    return ctx.unit(ctx.settings().person, (tx) => addCommand(tx, pipelineId, spec, cycles?.length ?? 0));
  }
}

/** @throws SluiceError `pipeline-invalid` for one that cannot be read: at once, not by the command. */
function requireFilter(filter: Readonly<Record<string, unknown>> | null): void {
  if (filter) parseFilter({ filter });
}

/** Scripts name the item `item` whatever the port is called. */
function withoutItem(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([name]) => name !== 'item'));
}
