/** How a node is set up, as lines for people. */
import type { GraphNode } from '#core/model/graph.ts';
import { SCENE_THRESHOLD, type VideoSplitConfig } from '#core/pipeline/functions/video-split.ts';
import { type ConfigOf, parseConfig, type Runnable, runnableOf } from '#core/pipeline/specs.ts';

export type NodeFact = {
  /** Names the messages of the line. */
  readonly key:
    | 'dataset'
    | 'every'
    | 'perSecond'
    | 'keyframes'
    | 'scenes'
    | 'groups'
    | 'trigger'
    | 'people'
    | 'folder'
    | 'address'
    | 'model'
    | 'language'
    | 'inputs'
    | 'variable'
    | 'function';
  /** Shown by the dataset's name. */
  readonly datasetId?: string;
  /** For the message of the value. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** The value itself where it needs no words. */
  readonly text?: string;
};

function takes({ mode, every, perSecond, threshold }: VideoSplitConfig): NodeFact {
  switch (mode) {
    case 'rate':
      return { key: 'perSecond', values: { count: perSecond ?? 1 } };
    case 'keyframes':
      return { key: 'keyframes', values: {} };
    case 'scenes':
      return { key: 'scenes', values: { threshold: threshold ?? SCENE_THRESHOLD } };
    default:
      return { key: 'every', values: { count: every ?? 1 } };
  }
}

const LANGUAGES = { javascript: 'JavaScript', typescript: 'TypeScript', python: 'Python' } as const;

/** A share with two decimals at most. */
const percent = (share: number) => `${Math.round(share * 100) / 100} %`;

/** Of a node whose settings can be read. */
const FACTS: { readonly [K in Runnable]?: (config: ConfigOf<K>, node: GraphNode) => readonly NodeFact[] } = {
  storage: ({ datasetId, variableDataset, triggerToPipeline, dir }) => [
    variableDataset ? { key: 'variable', text: variableDataset } : { key: 'dataset', datasetId },
    ...(dir ? [{ key: 'folder', text: dir } as const] : []),
    ...(triggerToPipeline?.active ? [{ key: 'trigger', values: {} } as const] : []),
  ],
  'video.split': ({ customNodeConfig }) => [
    takes(customNodeConfig),
    ...(customNodeConfig.datasetId
      ? [{ key: 'dataset', datasetId: customNodeConfig.datasetId } as const]
      : []),
  ],
  split: ({ customNodeConfig: { groups } }) => [
    { key: 'groups', text: groups.map((one) => `${one.name} ${percent(one.distribution)}`).join(', ') },
  ],
  task({ workload }) {
    const people = workload ?? [];
    if (people.length === 0) return [];
    const shares = people.map(({ assigneeId, load }) =>
      people.length === 1 ? assigneeId : `${assigneeId} ${percent(load)}`,
    );
    return [{ key: 'people', text: shares.join(', ') }];
  },
  code: ({ package: { language } }) => [{ key: 'language', text: LANGUAGES[language] }],
  merge: (_config, node) => [{ key: 'inputs', values: { count: node.inputs.length } }],
  ml: ({ modelId, modelName, variableModel }) => [
    { key: 'model', text: variableModel || modelName || modelId || '' },
  ],
  updateVariable: (_config, node) => [{ key: 'variable', text: node.inputs[0]?.name ?? '' }],
  'item.set': ({ customNodeConfig: { folder } }) => (folder ? [{ key: 'folder', text: folder }] : []),
  export: ({ customNodeConfig: { folder } }) => [{ key: 'folder', text: folder }],
  webhook: ({ customNodeConfig: { url } }) => [{ key: 'address', text: url }],
};

function factsOf<K extends Runnable>(kind: K, node: GraphNode): readonly NodeFact[] | null {
  const facts = FACTS[kind];
  if (!facts) return null;
  const config = parseConfig(kind, node);
  return config.success ? facts(config.data, node) : [];
}

/** Lines for a node: the name of its function when its kind has no more to tell, none for what cannot be read. */
export function nodeFacts(node: GraphNode): readonly NodeFact[] {
  const kind = runnableOf(node);
  const facts = kind && factsOf(kind, node);
  if (facts) return facts;
  const called = node.namespace?.functionName;
  return called ? [{ key: 'function', text: called }] : [];
}
