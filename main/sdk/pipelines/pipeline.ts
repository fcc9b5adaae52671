/** One pipeline (reference sections 1.9 and 2.8). */
import type { Context } from '../context.ts';
import { Entity } from '../entity.ts';
import { Executions } from '../executions.ts';
import { Filters } from '../filters.ts';
import { pathOf } from '../named.ts';
import { type Page, PagedList } from '../paging.ts';
import type { Cancel, Json } from '../transport.ts';
import { Triggers } from '../triggers.ts';
import {
  type ExecuteOptions,
  type ExecutionInput,
  type PipelineExecution,
  PipelineExecutions,
} from './executions.ts';
import { Graph, type PipelineNode } from './graph.ts';
import type { ConnectionJson, NodeJson, PipelineJson, PipelineStats, StartNodeJson } from './json.ts';
import { Versions } from './versions.ts';

export type PipelineChange = {
  readonly name?: string;
  readonly description?: string | null;
  readonly settings?: Json;
  readonly variables?: readonly Json[];
};

export type ResumeOption = 'terminateExistingCycles' | 'resumeExistingCycles';

export class Pipeline extends Entity<PipelineJson> {
  readonly pipelineExecutions: PipelineExecutions;
  /** Runs of its nodes. */
  readonly executions: Executions;
  readonly triggers: Triggers;
  readonly versions: Versions;
  readonly #context: Context;
  #graph: Graph;

  constructor(context: Context, json: PipelineJson) {
    super(json);
    this.#context = context;
    this.#graph = graphOf(json);
    this.pipelineExecutions = new PipelineExecutions(context, this.id);
    this.executions = new Executions(context, [{ 'pipeline.id': this.id }]);
    this.triggers = new Triggers(context, [{ 'spec.operation.id': this.id }]);
    this.versions = new Versions(context, this.id);
  }

  get name(): string {
    return this.json.name;
  }

  get status(): string {
    return this.json.status;
  }

  get projectId(): string {
    return this.json.projectId;
  }

  get connections(): readonly ConnectionJson[] {
    return this.#graph.connections;
  }

  get startNodes(): readonly StartNodeJson[] {
    return this.#graph.startNodes;
  }

  /** Its nodes; what is done to them is sent by `update`. */
  get nodes(): PipelineNodes {
    const graph = this.#graph;
    return {
      [Symbol.iterator]: () => graph.nodes[Symbol.iterator](),
      get size() {
        return graph.nodes.length;
      },
      add(node) {
        graph.add(node);
        return node;
      },
      get: (nameOrId) => graph.nodes.find(({ id, name }) => id === nameOrId || name === nameOrId) ?? null,
      remove: (nameOrId) => graph.remove(nameOrId),
    };
  }

  /** Cycles start at this node. @throws TypeError when something leads into it. */
  setStartNode(node: PipelineNode): this {
    this.#graph.setStartNode(node);
    return this;
  }

  /** Sends the graph as it is now, and what is to be changed besides. */
  async update(change: PipelineChange = {}, { signal }: Cancel = {}): Promise<this> {
    const { connections, startNodes, nodes } = this.#graph;
    const graph = { nodes: nodes.map(({ json }) => json), connections, startNodes };
    const json = { id: this.id, name: this.name, projectId: this.projectId, ...graph, ...change };
    this.#take(
      await this.#context.transport.request('PATCH', pathOf('pipelines', this.id), { json, signal }),
    );
    return this;
  }

  /** As the server has it now; what was not sent is lost. */
  async reload({ signal }: Cancel = {}): Promise<this> {
    this.#take(await this.#context.transport.request('GET', pathOf('pipelines', this.id), { signal }));
    return this;
  }

  /** Makes it run, or run on. */
  async install({ resumeOption, signal }: Cancel & { resumeOption?: ResumeOption } = {}): Promise<this> {
    const json = resumeOption === undefined ? {} : { resumeOption };
    await this.#post('install', json, signal);
    return await this.reload({ signal });
  }

  /** Stops it where it is: nothing goes on from a node to the next until it is installed again. */
  async pause({ keepTriggersActive, signal }: Cancel & { keepTriggersActive?: boolean } = {}): Promise<this> {
    await this.#post('uninstall', keepTriggersActive === undefined ? {} : { keepTriggersActive }, signal);
    return await this.reload({ signal });
  }

  /** Forgets its cycles and counts. @throws BadRequest while it is installed, unless `stopIfRunning` pauses it first. */
  async reset({ stopIfRunning = false, signal }: Cancel & { stopIfRunning?: boolean } = {}): Promise<this> {
    if (stopIfRunning && (await this.reload({ signal })).status === 'Installed') await this.pause({ signal });
    await this.#post('reset', undefined, signal);
    return await this.reload({ signal });
  }

  async stats({ signal }: Cancel = {}): Promise<PipelineStats> {
    return await this.#context.transport.request('GET', pathOf('pipelines', this.id, 'statistics'), {
      signal,
    });
  }

  /** Starts a cycle. */
  async execute(input: ExecutionInput, options: ExecuteOptions = {}): Promise<PipelineExecution> {
    return await this.pipelineExecutions.create(input, { testMode: false, ...options });
  }

  /** What was decided about it as a whole, latest first, and why. */
  logs({ signal }: Cancel = {}): PagedList<Json> {
    return new PagedList({
      filters: new Filters({ resource: 'pipeline' }),
      signal,
      ask: async ({ page = 0, pageSize = 1000 }) => {
        const sent = { query: { pageOffset: page, pageSize }, signal };
        return await this.#context.transport.request<Page>('GET', pathOf('pipelines', this.id, 'logs'), sent);
      },
      make: (json) => json,
    });
  }

  /** What was made of it when it was installed: tasks, triggers, errors. */
  async composition({ signal }: Cancel = {}): Promise<Json> {
    return await this.#context.transport.request('GET', pathOf('compositions', this.json.compositionId), {
      signal,
    });
  }

  async delete({ signal }: Cancel = {}): Promise<boolean> {
    await this.#context.transport.request('DELETE', pathOf('pipelines', this.id), { signal });
    return true;
  }

  /** @returns the address that was opened. */
  async openInWeb(): Promise<string> {
    const url = `${this.#context.web}/projects/${this.projectId}/pipelines/${this.id}`;
    await this.#context.open(url);
    return url;
  }

  async #post(what: string, json: Json | undefined, signal: AbortSignal | undefined): Promise<void> {
    await this.#context.transport.request('POST', pathOf('pipelines', this.id, what), { json, signal });
  }

  #take(json: PipelineJson): void {
    this.json = json;
    this.#graph = graphOf(json);
  }

  protected shown(): Json {
    const { id, name, creator, orgId, settings, status, createdAt, projectId, compositionId, url } =
      this.json;
    const graph = {
      connections: this.connections,
      settings,
      status,
      created_at: createdAt,
      start_nodes: this.startNodes,
    };
    const places = { project_id: projectId, composition_id: compositionId, url };
    const { preview, description, revisions } = this.json;
    return { id, name, creator, org_id: orgId, ...graph, ...places, preview, description, revisions };
  }
}

export type PipelineNodes = Iterable<PipelineNode> & {
  readonly size: number;
  /** The first one is where cycles start. */
  add(node: PipelineNode): PipelineNode;
  /** By name or id. */
  get(nameOrId: string): PipelineNode | null;
  /** With its connections; false when there is none of that name or id. */
  remove(nameOrId: string): boolean;
};

function graphOf({
  nodes,
  connections,
  startNodes,
}: { readonly [K in 'nodes' | 'connections' | 'startNodes']: unknown }): Graph {
  // Their shapes are the API's promise.
  return new Graph(nodes as NodeJson[], connections as ConnectionJson[], startNodes as StartNodeJson[]);
}
