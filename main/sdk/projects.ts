/** Projects (reference section 2.2). */
import type { z } from 'zod';
import type { projectReply } from '#core/formats/dataloop/replies.ts';
import type { Context } from './context.ts';
import { Datasets } from './datasets.ts';
import { diffOf } from './diff.ts';
import { Entity } from './entity.ts';
import { NotFound } from './errors.ts';
import { type Named, pathOf } from './named.ts';
import { Ontologies } from './ontologies.ts';
import { Pipelines } from './pipelines/pipelines.ts';
import { Recipes } from './recipes.ts';
import { Assignments } from './tasks/assignments.ts';
import { Tasks } from './tasks/tasks.ts';
import type { Cancel, Json } from './transport.ts';
import { Triggers } from './triggers.ts';

export type ProjectJson = z.output<typeof projectReply>;

export type ProjectChange = { readonly name?: string; readonly metadata?: Json };

export type Member = { readonly id: string; readonly email: string; readonly role: string };

export class Project extends Entity<ProjectJson> {
  readonly datasets: Datasets;
  readonly recipes: Recipes;
  readonly ontologies: Ontologies;
  readonly pipelines: Pipelines;
  readonly tasks: Tasks;
  readonly assignments: Assignments;
  readonly triggers: Triggers;
  readonly #context: Context;

  constructor(context: Context, json: ProjectJson) {
    super(json);
    this.#context = context;
    this.datasets = new Datasets(context, this.id);
    this.recipes = new Recipes(context, this.id);
    this.ontologies = new Ontologies(context, this.id);
    this.pipelines = new Pipelines(context, this.id);
    this.tasks = new Tasks(context, this.id);
    this.triggers = new Triggers(context, [{ projectId: this.id }]);
    this.assignments = new Assignments(context, { projectId: this.id });
  }

  get name(): string {
    return this.json.name;
  }

  /** Sends what differs; null takes away. Nothing is sent when nothing does. */
  async update(change: ProjectChange, { signal }: Cancel = {}): Promise<this> {
    const diff = diffOf(this.json, change);
    if (Object.keys(diff).length === 0) return this;
    this.json = await this.#context.transport.request('PATCH', `/projects/${this.id}`, {
      json: diff,
      signal,
    });
    return this;
  }

  async delete({ signal }: Cancel = {}): Promise<boolean> {
    await this.#context.transport.request('DELETE', `/projects/${this.id}`, { signal });
    return true;
  }

  /** Who may work in it. */
  async members({ signal }: Cancel = {}): Promise<readonly Member[]> {
    return await this.#context.transport.request('GET', pathOf('projects', this.id, 'members'), { signal });
  }

  /** @returns the address that was opened. */
  async openInWeb(): Promise<string> {
    const url = `${this.#context.web}/projects/${this.id}`;
    await this.#context.open(url);
    return url;
  }

  protected shown(): Json {
    const { id, name, creator, createdAt, role } = this.json;
    return { id, name, creator, created_at: createdAt, role };
  }
}

export class Projects {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  async create(name: string, { signal }: Cancel = {}): Promise<Project> {
    return this.#make(await this.#context.transport.request('POST', '/projects', { form: { name }, signal }));
  }

  /** @throws NotFound; when several have the name, the first is given. */
  async get(which: Named, { signal }: Cancel = {}): Promise<Project> {
    const { transport } = this.#context;
    if ('id' in which) {
      return this.#make(await transport.request('GET', pathOf('projects', which.id), { signal }));
    }
    const path = pathOf('projects', which.name, 'name');
    const [first] = [await transport.request<ProjectJson | ProjectJson[]>('GET', path, { signal })].flat();
    if (first) return this.#make(first);
    throw new NotFound(`There is no project "${which.name}".`, { status: 404, request: `GET ${path}` });
  }

  async list({ signal }: Cancel = {}): Promise<Project[]> {
    const all = await this.#context.transport.request<ProjectJson[]>('GET', '/projects', { signal });
    return all.map((json) => this.#make(json));
  }

  async update(id: string, change: ProjectChange, cancel: Cancel = {}): Promise<Project> {
    return await (await this.get({ id }, cancel)).update(change, cancel);
  }

  async delete(id: string, { signal }: Cancel = {}): Promise<boolean> {
    await this.#context.transport.request('DELETE', pathOf('projects', id), { signal });
    return true;
  }

  #make(json: ProjectJson): Project {
    return new Project(this.#context, json);
  }
}
