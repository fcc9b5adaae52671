/** Filters (DQL, reference section 1.18): conditions on fields, an order, and joins on annotations. */
import type { Json } from './transport.ts';

export type Resource =
  | 'items'
  | 'annotations'
  | 'datasets'
  | 'tasks'
  | 'assignments'
  | 'recipe'
  | 'ontology'
  | 'pipeline'
  | 'pipelineState'
  | 'executions'
  | 'triggers'
  | (string & {});

export type Operator =
  | 'eq'
  | 'ne'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'in'
  | 'nin'
  | 'exists'
  | 'match'
  | 'regex'
  | 'glob';

export type FiltersJson = {
  readonly filter: { readonly $and?: readonly Json[]; readonly $or?: readonly Json[] };
  readonly sort?: Readonly<Record<string, string>>;
  readonly page?: number;
  readonly pageSize?: number;
  readonly resource: string;
  readonly join?: Json;
  readonly context?: Json;
};

export type FiltersOptions = {
  /** Default: items. */
  readonly resource?: Resource;
  /** Elements of a page; 1000 are the most, and the default, but 100 for cycles and executions. */
  readonly pageSize?: number;
  /** False: without the conditions that leave out hidden items, folders and notes. */
  readonly useDefaults?: boolean;
};

/** Left out of lists of annotations unless they are asked for. */
const NOT_DRAWN = ['note', 'item_description'];

/** Builds a filter: `new Filters().add('dir', '/train').add('metadata.user.score', 0.5, 'gt')`. */
export class Filters {
  readonly resource: Resource;
  page = 0;
  pageSize: number;
  readonly #useDefaults: boolean;
  readonly #and: Json[] = [];
  readonly #or: Json[] = [];
  readonly #sort: Record<string, string> = {};
  #join: Json[] = [];
  #context: Json | null = null;

  constructor({ resource = 'items', pageSize, useDefaults = true }: FiltersOptions = {}) {
    this.resource = resource;
    this.pageSize = pageSize ?? (/^(pipelineState|executions)$/.test(resource) ? 100 : 1000);
    this.#useDefaults = useDefaults;
  }

  /** All of these must hold. A list without an operator means one of its values. */
  add(field: string, value: unknown, operator?: Operator): this {
    this.#and.push(conditionOf(field, value, operator));
    return this;
  }

  /** Of these at least one must hold. */
  or(field: string, value: unknown, operator?: Operator): this {
    this.#or.push(conditionOf(field, value, operator));
    return this;
  }

  /** Only items with an annotation for which this holds. */
  addJoin(field: string, value: unknown, operator?: Operator): this {
    this.#join = [...this.#join, conditionOf(field, value, operator)];
    return this;
  }

  sortBy(field: string, order: 'ascending' | 'descending' = 'ascending'): this {
    this.#sort[field] = order;
    return this;
  }

  /** Where to look, for what is not below one entity: `{ projects: [id] }`, `{ datasets: [id] }`. */
  context(context: Json): this {
    this.#context = context;
    return this;
  }

  /** A copy that has more conditions. */
  also(conditions: readonly Json[]): Filters {
    const copy = new Filters({
      resource: this.resource,
      pageSize: this.pageSize,
      useDefaults: this.#useDefaults,
    });
    copy.page = this.page;
    copy.#and.push(...this.#and, ...conditions);
    copy.#or.push(...this.#or);
    Object.assign(copy.#sort, this.#sort);
    copy.#join = this.#join;
    copy.#context = this.#context;
    return copy;
  }

  get isSorted(): boolean {
    return Object.keys(this.#sort).length > 0;
  }

  /** Only the conditions, as connections and triggers hold them. */
  conditions(): FiltersJson['filter'] {
    const and = [...this.#and, ...(this.#useDefaults ? this.#defaults() : [])];
    return {
      ...(and.length > 0 ? { $and: and } : {}),
      ...(this.#or.length > 0 ? { $or: this.#or } : {}),
    };
  }

  /** The whole of it, as it is sent. */
  prepare(): FiltersJson {
    return {
      filter: this.conditions(),
      ...(this.isSorted ? { sort: { ...this.#sort } } : {}),
      page: this.page,
      pageSize: this.pageSize,
      resource: this.resource,
      ...(this.#join.length > 0
        ? // The API spells it so.
          {
            join: {
              on: { resource: 'annotations', local: 'itemId', forigen: 'id' },
              filter: { $and: this.#join },
            },
          }
        : {}),
      ...(this.#context === null ? {} : { context: this.#context }),
    };
  }

  #defaults(): Json[] {
    const named = new Set([...this.#and, ...this.#or].flatMap((condition) => Object.keys(condition)));
    if (this.resource === 'items') {
      return [{ hidden: false }, { type: 'file' }].filter(
        (condition) => !named.has(Object.keys(condition)[0] ?? ''),
      );
    }
    return this.resource === 'annotations' && !named.has('type') ? [{ type: { $nin: NOT_DRAWN } }] : [];
  }
}

function conditionOf(field: string, value: unknown, operator?: Operator): Json {
  if (operator === undefined) return { [field]: Array.isArray(value) ? { $in: value } : value };
  return { [field]: { [`$${operator}`]: value } };
}
