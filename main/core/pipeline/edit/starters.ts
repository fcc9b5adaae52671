/** New nodes as the composer offers them: set up as far as can be known, so that as little as possible is left to fill in. */
import type { GraphNode } from '../../model/graph.ts';
import { makeNode } from '../build.ts';
import { type Place, placed } from '../layout.ts';
import { type Runnable, SPECS } from '../specs.ts';

const SNIPPET = `// Gets each item; what it returns goes on.
export default function (item, context) {
  return item;
}
`;

type Starter = {
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
};

const custom = (customNodeConfig: Readonly<Record<string, unknown>>): Starter => ({
  metadata: { customNodeConfig },
});

/** What a new node of a kind begins with; datasets, recipes and models are for people to choose. */
const STARTERS = {
  storage: {},
  task: { metadata: { taskType: 'annotation', workload: [], repeatable: true, priority: 2 } },
  split: custom({
    groups: [
      { name: 'A', distribution: 50 },
      { name: 'B', distribution: 50 },
    ],
    exact: true,
  }),
  'video.split': custom({ mode: 'every', every: 1, quality: 2 }),
  'image.transform': custom({ maxWidth: 1920, maxHeight: 1920 }),
  'item.set': custom({}),
  'item.delete': {},
  'quality.check': custom({ minSharpness: 100 }),
  'annotations.rule': custom({ minCount: 1 }),
  ml: {},
  code: { config: { package: { code: SNIPPET, language: 'javascript' } } },
  user: custom({}),
  merge: {},
  wait: custom({}),
  updateVariable: {},
  export: custom({ folder: 'exports', format: 'dataloop-json', pictures: false }),
  webhook: custom({ method: 'POST' }),
} as const satisfies Record<Runnable, Starter>;

export type NewNode = {
  readonly id: string;
  readonly at: Place;
  /** Absent: as its kind is called. */
  readonly name?: string;
  /** Of one's own functions: `user.NAME`. */
  readonly functionName?: string;
};

/** A new node of a kind; a dataset node is the end of a way until it is made a start. */
export function starterNode(kind: Runnable, { id, at, name, functionName }: NewNode): GraphNode {
  const { metadata, config }: Starter = STARTERS[kind];
  const node = makeNode(kind, {
    id,
    name: name ?? SPECS[kind].title,
    at: [0, 0],
    ...(metadata ? { metadata } : {}),
    ...(functionName ? { functionName } : {}),
  });
  return placed(config ? { ...node, config: { ...config } } : node, at);
}
