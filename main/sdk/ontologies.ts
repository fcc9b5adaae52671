/** Ontologies: labels and attributes (reference section 2.6). */
import type { z } from 'zod';
import type { ontologyReply } from '#core/formats/dataloop/replies.ts';
import type { Context } from './context.ts';
import { Entity } from './entity.ts';
import { attributeJson, labelNode, type NewAttribute, type NewLabel, pathsOf } from './labels.ts';
import { pathOf } from './named.ts';
import { numberedList } from './numbered.ts';
import type { PagedList } from './paging.ts';
import type { Cancel, Json } from './transport.ts';

export type OntologyJson = z.output<typeof ontologyReply>;

export type NewOntology = {
  readonly title?: string;
  readonly labels?: readonly NewLabel[];
  readonly attributes?: readonly NewAttribute[];
};

export class Ontology extends Entity<OntologyJson> {
  readonly #context: Context;

  constructor(context: Context, json: OntologyJson) {
    super(json);
    this.#context = context;
  }

  get title(): string {
    return this.json.title;
  }

  /** All labels by their dot paths. */
  get labels(): readonly string[] {
    return pathsOf(this.json.roots);
  }

  get attributes(): readonly Json[] {
    return this.json.metadata.attributes;
  }

  /** Adds labels; those that are there are changed. */
  async addLabels(labels: readonly NewLabel[], { signal }: Cancel = {}): Promise<this> {
    const json = { labelsNode: labels.map(labelNode), upsert: true };
    return await this.#change('PATCH', 'labels', { json, signal });
  }

  /** Adds attributes; those of the same keys are changed. */
  async addAttributes(attributes: readonly NewAttribute[], { signal }: Cancel = {}): Promise<this> {
    const json = { items: attributes.map(attributeJson), upsert: true };
    return await this.#change('PATCH', 'attributes', { json, signal });
  }

  async deleteAttributes(keys: readonly string[], { signal }: Cancel = {}): Promise<this> {
    return await this.#change('DELETE', 'attributes', { json: { keys }, signal });
  }

  /** Stores its title, its tree of labels and its metadata anew, as `json` with the change laid over it. */
  async update(
    change: Partial<Pick<OntologyJson, 'title' | 'roots' | 'metadata'>>,
    { signal }: Cancel = {},
  ): Promise<this> {
    const sent = { json: { ...this.json, ...change }, query: { system: true }, signal };
    this.json = await this.#context.transport.request('PUT', pathOf('ontologies', this.id), sent);
    return this;
  }

  async delete({ signal }: Cancel = {}): Promise<boolean> {
    await this.#context.transport.request('DELETE', pathOf('ontologies', this.id), { signal });
    return true;
  }

  async #change(method: 'PATCH' | 'DELETE', what: string, sent: Cancel & { json: Json }): Promise<this> {
    this.json = await this.#context.transport.request(method, pathOf('ontologies', this.id, what), sent);
    return this;
  }

  protected shown(): Json {
    const { id, title, creator, createdAt } = this.json;
    return { id, title, labels: this.labels, creator, created_at: createdAt };
  }
}

export class Ontologies {
  readonly #context: Context;
  readonly #projectId: string;

  constructor(context: Context, projectId: string) {
    this.#context = context;
    this.#projectId = projectId;
  }

  async create(
    { title, labels = [], attributes = [] }: NewOntology = {},
    { signal }: Cancel = {},
  ): Promise<Ontology> {
    const json = {
      ...(title === undefined ? {} : { title }),
      projectIds: [this.#projectId],
      roots: [],
      attributes: attributes.map(attributeJson),
    };
    const made = this.#make(await this.#context.transport.request('POST', '/ontologies', { json, signal }));
    return labels.length === 0 ? made : await made.addLabels(labels, { signal });
  }

  /** @throws NotFound */
  async get(id: string, { signal }: Cancel = {}): Promise<Ontology> {
    return this.#make(await this.#context.transport.request('GET', pathOf('ontologies', id), { signal }));
  }

  list({ signal }: Cancel = {}): PagedList<Ontology> {
    const make = (json: Json) => this.#make(json as OntologyJson);
    return numberedList(this.#context, '/ontologies', this.#projectId, make, signal);
  }

  async delete(id: string, { signal }: Cancel = {}): Promise<boolean> {
    await this.#context.transport.request('DELETE', pathOf('ontologies', id), { signal });
    return true;
  }

  #make(json: OntologyJson): Ontology {
    return new Ontology(this.#context, json);
  }
}
