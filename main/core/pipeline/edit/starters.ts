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

/** What is offered as a new node: the kinds, and tasks by what people do in them. */
export type Offer = Runnable | 'task.qa';

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
  task: { metadata: { taskType: 'annotation', workload: [], repeatable: true } },
  'task.qa': { metadata: { taskType: 'qa', workload: [], repeatable: true } },
  split: custom({
    groups: [
      { name: 'A', distribution: 50 },
      { name: 'B', distribution: 50 },
    ],
    exact: true,
  }),
  'video.split': custom({ mode: 'every', every: 1 }),
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
} as const satisfies Record<Offer, Starter>;

export type OfferWords = { readonly title: string; readonly summary: string };

const TASK_WORDS: Readonly<Partial<Record<Offer, OfferWords>>> = {
  task: {
    title: 'Labelling task',
    summary: 'Holds each item until a person has labelled it; their decision says where it goes on.',
  },
  'task.qa': {
    title: 'QA task',
    summary: 'Holds each item until a person has reviewed it; their decision says where it goes on.',
  },
};

export const kindOfOffer = (offer: Offer): Runnable => (offer === 'task.qa' ? 'task' : offer);

/** What an offer is called, and in a sentence what it does. */
export function wordsOf(offer: Offer): OfferWords {
  return TASK_WORDS[offer] ?? SPECS[kindOfOffer(offer)];
}

export type NewNode = {
  readonly id: string;
  readonly at: Place;
  /** Absent: as the offer is called. */
  readonly name?: string;
  /** Of one's own functions: `user.NAME`. */
  readonly functionName?: string;
};

/** A new node; a dataset node is the end of a way until it is made a start. */
export function starterNode(offer: Offer, { id, at, name, functionName }: NewNode): GraphNode {
  const { metadata, config }: Starter = STARTERS[offer];
  const node = makeNode(kindOfOffer(offer), {
    id,
    name: name ?? wordsOf(offer).title,
    at: [0, 0],
    ...(metadata ? { metadata } : {}),
    ...(functionName ? { functionName } : {}),
  });
  return placed(config ? { ...node, config: { ...config } } : node, at);
}
