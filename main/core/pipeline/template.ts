/** Graphs to start from: what they need, and how they are made of it. */
import { z } from 'zod';
import { SluiceError } from '../errors.ts';
import type { Connection, Graph, GraphNode } from '../model/graph.ts';
import { type DatasetId, datasetIdSchema, type RecipeId, recipeIdSchema } from '../model/ids.ts';
import type { TaskType } from '../model/task.ts';
import { makeNode } from './build.ts';
import type { Cell } from './layout.ts';

type NeedKinds = { dataset: DatasetId; recipe: RecipeId; number: number; text: string };

export type Need = {
  readonly key: string;
  readonly kind: keyof NeedKinds;
  /** What a person is asked for. */
  readonly title: string;
  readonly default?: string | number;
  /** Bounds of a number, themselves allowed. */
  readonly min?: number;
  readonly max?: number;
};

/** The parts by the keys of the needs; those with a default may be left out. */
export type PartsOf<N extends readonly Need[]> = {
  readonly [One in N[number] as One extends { default: unknown }
    ? never
    : One['key']]: NeedKinds[One['kind']];
} & {
  readonly [One in N[number] as One extends { default: unknown }
    ? One['key']
    : never]?: NeedKinds[One['kind']];
};

export type FullParts<N extends readonly Need[]> = {
  readonly [One in N[number] as One['key']]: NeedKinds[One['kind']];
};

export type Template<N extends readonly Need[] = readonly Need[]> = {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly needs: N;
  /** @throws SluiceError `invalid-input` naming a part that is missing or does not fit. */
  build(parts: PartsOf<N>): Graph;
};

const NEED_SCHEMAS = {
  dataset: datasetIdSchema,
  recipe: recipeIdSchema,
  number: z.number(),
  text: z.string().trim().min(1),
} as const satisfies Record<keyof NeedKinds, z.ZodType>;

/** A template whose parts are checked and completed before `make` sees them. */
export function defineTemplate<const N extends readonly Need[]>(
  template: Omit<Template<N>, 'build'> & { readonly make: (parts: FullParts<N>) => Graph },
): Template<N> {
  const { make, ...described } = template;
  return {
    ...described,
    build(parts) {
      const given: Readonly<Record<string, unknown>> = parts;
      const full = described.needs.map((need) => {
        const parsed = NEED_SCHEMAS[need.kind].safeParse(given[need.key] ?? need.default);
        if (parsed.success && withinBounds(need, parsed.data)) return [need.key, parsed.data] as const;
        const message = `The template "${described.title}" needs: ${need.title}${boundsOf(need)}.`;
        throw new SluiceError('invalid-input', message, { template: described.id, key: need.key });
      });
      return make(Object.fromEntries(full) as FullParts<N>);
    },
  };
}

function withinBounds(need: Need, value: string | number): boolean {
  return typeof value === 'string' || (value >= (need.min ?? value) && value <= (need.max ?? value));
}

function boundsOf({ min, max }: Need): string {
  if (min === undefined) return '';
  return max === undefined ? `, at least ${min}` : `, ${min} to ${max}`;
}

/** A graph that starts at its first node, once for each item that arrives there and matches the filter. */
export function startedByItems(
  nodes: readonly [GraphNode, ...GraphNode[]],
  connections: readonly Connection[],
  filter: Readonly<Record<string, unknown>> = {},
): Graph {
  const spec = {
    filter: JSON.stringify(filter),
    resource: 'Item',
    actions: ['Created'],
    executionMode: 'Once',
    input: {},
  };
  return {
    nodes: [...nodes],
    connections: [...connections],
    startNodes: [{ nodeId: nodes[0].id, type: 'root', trigger: { type: 'Event', spec } }],
  };
}

/** The dataset where items arrive; those that are there already start cycles too. */
export function inboxNode(
  name: string,
  at: Cell,
  datasetId: DatasetId,
  filter: Readonly<Record<string, unknown>> = {},
): GraphNode {
  const triggerToPipeline = { active: true, filter: JSON.stringify(filter) };
  return makeNode('storage', { id: 'inbox', name, at, metadata: { datasetId, triggerToPipeline } });
}

/** A dataset that items are copied into. */
export function endNode(id: string, name: string, at: Cell, datasetId: DatasetId): GraphNode {
  return makeNode('storage', { id, name, at, functionName: 'clone_item', metadata: { datasetId } });
}

type TaskDraft = {
  readonly id: string;
  readonly name: string;
  readonly at: Cell;
  readonly taskType: TaskType;
  readonly recipeId: RecipeId;
};

/** A task for the workspace's person. */
export function taskNode(
  { id, name, at, ...settings }: TaskDraft,
  more: { readonly actions?: readonly string[]; readonly metadata?: Readonly<Record<string, unknown>> } = {},
): GraphNode {
  const metadata = { ...settings, workload: [], repeatable: true, priority: 2, ...more.metadata };
  return makeNode('task', { id, name, at, metadata, ...(more.actions ? { actions: more.actions } : {}) });
}
