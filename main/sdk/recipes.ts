/** Recipes: what may be labelled, and how (reference section 2.6). */
import type { z } from 'zod';
import type { recipeReply } from '#core/formats/dataloop/replies.ts';
import type { Context } from './context.ts';
import { diffOf } from './diff.ts';
import { Entity } from './entity.ts';
import { NotFound } from './errors.ts';
import { pathOf } from './named.ts';
import { numberedList } from './numbered.ts';
import { Ontologies, type Ontology } from './ontologies.ts';
import type { PagedList } from './paging.ts';
import type { Cancel, Json } from './transport.ts';

export type RecipeJson = z.output<typeof recipeReply>;

export type RecipeChange = {
  readonly title?: string;
  readonly instructions?: string | null;
  readonly ontologyIds?: readonly string[];
  readonly metadata?: Json;
};

export class Recipe extends Entity<RecipeJson> {
  readonly #context: Context;

  constructor(context: Context, json: RecipeJson) {
    super(json);
    this.#context = context;
  }

  get title(): string {
    return this.json.title;
  }

  /** @throws NotFound when it has none. */
  async ontology(cancel: Cancel = {}): Promise<Ontology> {
    const [id] = this.json.ontologyIds;
    if (id !== undefined)
      return await new Ontologies(this.#context, this.json.projectIds[0] ?? '').get(id, cancel);
    throw new NotFound(`The recipe "${this.title}" has no ontology.`, {
      status: 404,
      request: 'its ontology',
    });
  }

  /** Sends what differs; null takes away. */
  async update(change: RecipeChange, { signal }: Cancel = {}): Promise<this> {
    const json = diffOf(this.json, change);
    if (Object.keys(json).length === 0) return this;
    this.json = await this.#context.transport.request('PATCH', pathOf('recipes', this.id), { json, signal });
    return this;
  }

  /** @param shallow whether the copy has the same ontology, and not one of its own. */
  async clone({ shallow = false, signal }: Cancel & { shallow?: boolean } = {}): Promise<Recipe> {
    const sent = { json: { shallow }, signal };
    const json = await this.#context.transport.request<RecipeJson>(
      'POST',
      pathOf('recipes', this.id, 'clone'),
      sent,
    );
    return new Recipe(this.#context, json);
  }

  /** @param force also when datasets use it. */
  async delete({ force, signal }: Cancel & { force?: boolean } = {}): Promise<boolean> {
    await this.#context.transport.request('DELETE', pathOf('recipes', this.id), { query: { force }, signal });
    return true;
  }

  protected shown(): Json {
    const { id, title, ontologyIds, projectIds, creator, createdAt } = this.json;
    return { id, title, ontology_ids: ontologyIds, project_ids: projectIds, creator, created_at: createdAt };
  }
}

export type NewRecipe = {
  readonly title?: string;
  /** Without one it gets an empty one of its own. */
  readonly ontologyIds?: readonly string[];
  readonly instructions?: string;
};

export class Recipes {
  readonly #context: Context;
  readonly #projectId: string;

  constructor(context: Context, projectId: string) {
    this.#context = context;
    this.#projectId = projectId;
  }

  async create(recipe: NewRecipe = {}, { signal }: Cancel = {}): Promise<Recipe> {
    const json = { projectIds: [this.#projectId], ...recipe };
    return this.#make(await this.#context.transport.request('POST', '/recipes', { json, signal }));
  }

  /** @throws NotFound */
  async get(id: string, { signal }: Cancel = {}): Promise<Recipe> {
    return this.#make(await this.#context.transport.request('GET', pathOf('recipes', id), { signal }));
  }

  list({ signal }: Cancel = {}): PagedList<Recipe> {
    const make = (json: Json) => this.#make(json as RecipeJson);
    return numberedList(this.#context, '/recipes', this.#projectId, make, signal);
  }

  async delete(id: string, { force, signal }: Cancel & { force?: boolean } = {}): Promise<boolean> {
    await this.#context.transport.request('DELETE', pathOf('recipes', id), { query: { force }, signal });
    return true;
  }

  #make(json: RecipeJson): Recipe {
    return new Recipe(this.#context, json);
  }
}
