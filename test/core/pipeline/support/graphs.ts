/** Small graphs, written down in a line. */
import type { Graph, GraphNode } from '#core/model/graph.ts';
import { datasetIdSchema, nodeIdSchema, recipeIdSchema } from '#core/model/ids.ts';
import { connect, makeNode, type NodeDraft } from '#core/pipeline/build.ts';
import type { Runnable } from '#core/pipeline/specs.ts';
import { videoToQa } from '#core/pipeline/templates/video-to-qa.ts';

export const dataset = (digit: string) => datasetIdSchema.parse(digit.repeat(24));
export const recipe = recipeIdSchema.parse('5'.repeat(24));

export const videoGraph = videoToQa.build({
  inbox: dataset('1'),
  frames: dataset('2'),
  approved: dataset('3'),
  discarded: dataset('4'),
  recipe,
  every: 5,
});

/** A node that is set up, by the shortest settings of its kind. */
export function made(kind: Runnable, id: string, draft: Partial<NodeDraft> = {}): GraphNode {
  const metadata = { ...SETTINGS[kind], ...draft.metadata };
  return makeNode(kind, { id, name: id, at: [0, 0], ...draft, metadata });
}

const SETTINGS: Partial<Record<Runnable, Record<string, unknown>>> = {
  storage: { datasetId: dataset('1') },
  task: { taskType: 'annotation', recipeId: recipe },
  split: { customNodeConfig: { groups: [{ name: 'A', distribution: 1 }] } },
  'quality.check': { customNodeConfig: { minSharpness: 100 } },
  ml: { modelName: 'boxes' },
  webhook: { customNodeConfig: { url: 'https://example.org/hook' } },
};

type Way = readonly [
  from: string,
  to: string,
  rest?: { action?: string; condition?: Record<string, unknown> },
];

/** The nodes, with connections from first outputs to first inputs; starts at the first node. */
export function graphOf(nodes: readonly GraphNode[], ways: readonly Way[]): Graph {
  const find = (id: string) => {
    const node = nodes.find((one) => one.id === id);
    if (!node) throw new Error(`no node ${id}`);
    return node;
  };
  return {
    nodes: [...nodes],
    connections: ways.map(([from, to, rest]) => connect(find(from), find(to), rest)),
    startNodes: nodes.slice(0, 1).map((node) => ({ nodeId: nodeIdSchema.parse(node.id), type: 'root' })),
  };
}
