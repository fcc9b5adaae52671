/** The graphs that are measured. */
import type { CallInput } from '#contract/index.ts';

type Graph = CallInput<'pipelines.create'>['graph'];
type Node = Graph['nodes'][number];

/** Five quick nodes in a line, without people; the last puts items into the dataset that they are in already. */
export function fiveNodeGraph(datasetId: string): Graph {
  return line([
    storage('start', datasetId),
    split('split-1'),
    split('split-2'),
    split('split-3'),
    storage('end', datasetId),
  ]);
}

/** A start, one node, an end; what differs from one such graph to the other is the node. */
export function threeNodeGraph(datasetId: string, middle: 'code' | 'split'): Graph {
  const node = middle === 'split' ? split('middle') : code('middle', SNIPPET);
  return line([storage('start', datasetId), node, storage('end', datasetId)]);
}

/** What a person may write who begins: it touches the item and lets it go on. */
export const SNIPPET = `export default (item) => {
  item.metadata.user = { ...item.metadata.user, seen: item.name.toUpperCase() };
  return item;
};
`;

/** One item goes in, a list comes out of which each element goes through a quick node. See `elementId`. */
export function fanOutGraph(datasetId: string, elements: number): Graph {
  const source = `export default () =>
  Array.from({ length: ${elements} }, (_, at) => at.toString(16).padStart(24, '0'));
`;
  return line([storage('start', datasetId), code('fan-out', source, 'Item[]'), split('each')]);
}

/** The ids of the items in the list of `fanOutGraph`. */
export function elementId(at: number): string {
  return at.toString(16).padStart(24, '0');
}

/** Items that wait for a person. */
export function taskGraph(datasetId: string): Graph {
  return line([storage('start', datasetId), task('label')]);
}

function storage(id: string, datasetId: string): Node {
  return node(id, 'storage', 'dataset_handler', { datasetId });
}

function split(id: string): Node {
  const groups = ['A', 'B'].map((name) => ({ name, distribution: 50 }));
  return node(id, 'split', 'data_split', { customNodeConfig: { groups, seed: id } }, ['A', 'B']);
}

function code(id: string, source: string, output = 'Item'): Node {
  const made = node(id, 'code', 'run', {}, [], output);
  return { ...made, config: { package: { code: source, language: 'javascript' } } };
}

function task(id: string): Node {
  const metadata = { taskType: 'annotation', workload: [], repeatable: true, priority: 2 };
  return node(id, 'task', 'move_to_task', metadata, ['completed', 'discard']);
}

function node(
  id: string,
  type: string,
  functionName: string,
  metadata: Record<string, unknown>,
  actions: readonly string[] = [],
  output = 'Item',
): Node {
  const port = (suffix: string, portType: string) => ({
    portId: `${id}-${suffix}`,
    type: portType,
    name: 'item',
  });
  return {
    id,
    name: id,
    type,
    inputs: [port('in', 'Item')],
    outputs: [{ ...port('out', output), actions: [...actions] }],
    namespace: { functionName },
    metadata: { ...metadata, position: { x: 0, y: 0, z: 0 } },
  };
}

/** Every node to the next, whatever it decided. */
function line(nodes: readonly Node[]): Graph {
  const connections = nodes.slice(1).map((target, at) => {
    const source = nodes[at]?.id ?? '';
    return {
      src: { nodeId: source, portId: `${source}-out` },
      tgt: { nodeId: target.id, portId: `${target.id}-in` },
    };
  });
  return { nodes: [...nodes], connections, startNodes: [{ nodeId: nodes[0]?.id ?? '', type: 'root' }] };
}
