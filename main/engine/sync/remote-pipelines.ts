/** Pipelines at a remote, by the reference's interface, which a hub has as well (reference section 2.8). */
import { z } from 'zod';
import type { Json } from '#core/formats/dataloop/json.ts';
import type { PipelineThere } from '#core/model/remote-pipeline.ts';
import { timeOf } from '#core/sync/dataloop/stamps.ts';
import { type Http, Refused } from './http.ts';

const pipelineSchema = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  status: z.string().nullish(),
});
const listSchema = z.object({ items: z.array(pipelineSchema) });
const cycleSchema = z.looseObject({
  id: z.string().min(1),
  createdAt: z.unknown().optional(),
  creator: z.unknown().optional(),
});
const cyclesSchema = z.object({ items: z.array(cycleSchema) });
const countersSchema = z.array(z.object({ status: z.string(), count: z.number() }));
const statisticsSchema = z.looseObject({
  pipelineExecutionCounters: countersSchema,
  nodeExecutionsCounters: z.array(z.looseObject({ nodeId: z.string(), statusCount: countersSchema })),
  pipelineExecutionStatistics: z.looseObject({ avgTimePerExecution: z.unknown().optional() }).nullish(),
});

/** Pipelines of one project that are listed. */
const MOST = 200;

/** Cycles that are looked at to find one again. */
const LATEST = 100;

export type CycleThere = { readonly id: string; readonly at: number; readonly creator: string };

/** Everything throws as `Http.ask`. */
export type RemotePipelines = {
  /** Ids of those of that name in the project. */
  named(place: { readonly projectId: string; readonly name: string }): Promise<readonly string[]>;
  /** Those of the project, by name. */
  list(projectId: string): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** As the reference has it; null: it is not there any more. */
  read(id: string): Promise<Json | null>;
  /** Answers its id. */
  create(json: Json): Promise<string>;
  /** False: it is not there any more. */
  update(id: string, json: Json): Promise<boolean>;
  install(id: string, resumeOption: string | null): Promise<void>;
  pause(id: string): Promise<void>;
  execute(id: string, start: { readonly input: Json; readonly nodeId: string | null }): Promise<void>;
  /** The latest first. */
  latestCycles(id: string): Promise<readonly CycleThere[]>;
  /** Null: it is not there any more. */
  look(id: string): Promise<Omit<PipelineThere, 'version' | 'at'> | null>;
};

export function remotePipelines(http: Http, signal: AbortSignal): RemotePipelines {
  const ask = <T>(method: 'GET' | 'POST' | 'PATCH', path: string, body: unknown, reply: z.ZodType<T>) =>
    http.ask({ method, path, ...(body === undefined ? {} : { body }), reply }, signal);

  async function find(id: string): Promise<z.infer<typeof pipelineSchema> | null> {
    return await orNull(() => ask('GET', `/pipelines/${id}`, undefined, pipelineSchema));
  }

  /** What is so already when it was asked for is no error: the reply before may have been lost. */
  async function unlessSo(id: string, status: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refused) || error.status === 401) throw error;
      if ((await find(id))?.status !== status) throw error;
    }
  }

  return {
    async named({ projectId, name }) {
      const filter = { $and: [{ name }, { projectId }] };
      const body = { resource: 'pipeline', filter, page: 0, pageSize: LATEST };
      return (await ask('POST', '/pipelines/query', body, listSchema)).items.map(({ id }) => id);
    },
    async list(projectId) {
      const body = { resource: 'pipeline', filter: { $and: [{ projectId }] }, page: 0, pageSize: MOST };
      const { items } = await ask('POST', '/pipelines/query', body, listSchema);
      return items.toSorted((a, b) => a.name.localeCompare(b.name));
    },
    read: async (id) => await find(id),
    create: async (json) => (await ask('POST', '/pipelines', json, pipelineSchema)).id,
    async update(id, json) {
      return (await orNull(() => ask('PATCH', `/pipelines/${id}`, json, pipelineSchema))) !== null;
    },
    install(id, resumeOption) {
      const body = resumeOption === null ? {} : { resumeOption };
      return unlessSo(id, 'Installed', () => ask('POST', `/pipelines/${id}/install`, body, z.unknown()));
    },
    pause(id) {
      return unlessSo(id, 'Uninstalled', () => ask('POST', `/pipelines/${id}/uninstall`, {}, z.unknown()));
    },
    async execute(id, { input, nodeId }) {
      const pipeline = { input, ...(nodeId === null ? {} : { nodeId }) };
      await ask('POST', `/pipelines/${id}/execute`, { pipeline }, cycleSchema);
    },
    async latestCycles(id) {
      const filter = { $and: [{ pipelineId: id }] };
      const sort = { createdAt: 'descending' };
      const body = { resource: 'pipelineState', filter, sort, page: 0, pageSize: LATEST };
      const { items } = await ask('POST', '/pipelines/query', body, cyclesSchema);
      return items.map((cycle) => ({
        ...{ id: cycle.id, at: timeOf(cycle.createdAt) },
        creator: typeof cycle.creator === 'string' ? cycle.creator : '',
      }));
    },
    async look(id) {
      const found = await find(id);
      if (!found) return null;
      const said = await ask('GET', `/pipelines/${id}/statistics`, undefined, statisticsSchema);
      const seconds = said.pipelineExecutionStatistics?.avgTimePerExecution;
      return {
        ...{ name: found.name, status: found.status ?? '' },
        cycles: whole(said.pipelineExecutionCounters),
        executions: said.nodeExecutionsCounters.map(({ nodeId, statusCount }) => ({
          nodeId,
          counters: whole(statusCount),
        })),
        secondsACycle: typeof seconds === 'number' && seconds > 0 ? seconds : null,
      };
    },
  };
}

const whole = (counters: z.infer<typeof countersSchema>) =>
  counters.map(({ status, count }) => ({ status, count: Math.max(0, Math.round(count)) }));

async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}
