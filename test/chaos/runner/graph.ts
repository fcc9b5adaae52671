/**
 * The graph that is run under fire: shares, two kinds of parallel branches that meet again, lists that fan out, a wait,
 * conditions, a snippet, a webhook, two tasks with people and two ends.
 */

import type { Connection, Graph, GraphNode } from '#core/model/graph.ts';
import type { DatasetId } from '#core/model/ids.ts';
import { connect, makeNode } from '#core/pipeline/build.ts';
import { endNode, inboxNode, startedByItems } from '#core/pipeline/template.ts';
import { WIDEST } from './pictures.ts';

export type Ends = { readonly approved: DatasetId; readonly discarded: DatasetId };

export type GraphParts = {
  readonly inbox: DatasetId;
  readonly ends: Ends;
  /** Where the webhook tells of items. */
  readonly url: string;
};

/** Shares of the first split, in percent. */
export const SHARES = [
  { name: 'A', distribution: 60 },
  { name: 'B', distribution: 40 },
] as const;

/** The variable that makes the snippet fail while it is true. */
export const FAULT = 'fault';
export const FAULT_TEXT = 'This is the fault that was asked for';

/** Numbers in the long list, which goes out in several transactions; one item in `WIDEST` has it. */
const FLOOD = 700;

/** Nodes from which cycles are run again. */
export const AGAIN_FROM = [
  'share',
  'fan',
  'part',
  'meet',
  'look',
  'flood',
  'snippet',
  'hook',
  'both',
  'label',
  'qa',
] as const;

export function chaosGraph({ inbox: from, ends, url }: GraphParts): Graph {
  const inbox = inboxNode('Inbox', [0, 1], from);
  const share = pass('share', [1, 1], [...SHARES]);
  const fan = fanNode('fan', [2, 0], 3);
  const part = takingNumbers(pass('part', [3, 0]));
  const wait = makeNode('wait', { id: 'wait', name: 'Wait', at: [4, 0] });
  const meet = makeNode('merge', { id: 'meet', name: 'Meet', at: [5, 0] });
  const look = pass('look', [6, 0]);
  const narrow = pass('narrow', [7, 0]);
  const wide = pass('wide', [7, 1]);
  const flood = fanNode('flood', [7, -1], FLOOD);
  const drop = takingNumbers(pass('drop', [8, -1]));
  const snippet = snippetNode();
  const hook = hookNode(url);
  const both = makeNode('merge', { id: 'both', name: 'Both', at: [3, 2] });
  const label = taskNode('label', 'annotation', [8, 1]);
  const qa = taskNode('qa', 'qa', [9, 1]);
  const approved = endNode('approved', 'Approved', [10, 0], ends.approved);
  const discarded = endNode('discarded', 'Discarded', [10, 2], ends.discarded);
  const half = { 'metadata.system.width': { $lt: WIDEST / 2 } };
  const rest = { $and: [{ 'metadata.system.width': { $gte: WIDEST / 2 } }, { hidden: false }] };
  const graph = startedByItems(
    [
      inbox,
      share,
      fan,
      part,
      wait,
      meet,
      look,
      narrow,
      wide,
      flood,
      drop,
      snippet,
      hook,
      both,
      label,
      qa,
      approved,
      discarded,
    ],
    [
      connect(inbox, share),
      connect(share, fan, { action: 'A' }),
      into(fan, meet, 'first'),
      partsOf(fan, part),
      connect(part, wait),
      { ...into(wait, meet, 'second'), action: 'continue' },
      connect(meet, look),
      connect(look, narrow, { condition: half }),
      connect(look, wide, { condition: { filter: rest } }),
      connect(look, flood, { condition: { 'metadata.system.width': 1 } }),
      partsOf(flood, drop),
      connect(narrow, label),
      connect(wide, label),
      connect(share, snippet, { action: 'B' }),
      connect(share, hook, { action: 'B' }),
      into(snippet, both, 'first'),
      into(hook, both, 'second'),
      connect(both, label),
      connect(label, qa, { action: 'completed' }),
      connect(label, discarded, { action: 'discard' }),
      connect(qa, approved, { action: 'approved' }),
      connect(qa, discarded, { action: 'discard' }),
    ],
  );
  return { ...graph, variables: [{ name: FAULT, type: 'Boolean', value: false }] };
}

/** A quick node that lets every item through. */
function pass(
  id: string,
  at: readonly [number, number],
  groups: readonly { name: string; distribution: number }[] = [{ name: 'all', distribution: 1 }],
): GraphNode {
  const metadata = { customNodeConfig: { groups, exact: true, seed: id } };
  return makeNode('split', { id, name: id, at, metadata });
}

/** Lets the item out, and beside it a list of so many numbers. */
function fanNode(id: string, at: readonly [number, number], length: number): GraphNode {
  const defaultValue = Array.from({ length }, (_, index) => index);
  const ports = (side: string) => [
    { portId: `${id}-${side}`, type: 'Item', name: 'item' },
    { portId: `${id}-${side}-parts`, type: 'Number[]', name: 'parts' },
  ];
  return {
    ...makeNode('merge', { id, name: id, at }),
    inputs: ports('in').map((port) => (port.name === 'parts' ? { ...port, defaultValue } : port)),
    outputs: ports('out'),
  };
}

function partsOf(from: GraphNode, to: GraphNode): Connection {
  return { ...connect(from, to), src: { nodeId: from.id, portId: `${from.id}-out-parts` } };
}

/** The node with a number for its input; it works on the item that the number came with. */
function takingNumbers(node: GraphNode): GraphNode {
  return { ...node, inputs: [{ portId: `${node.id}-in`, type: 'Number', name: 'part' }] };
}

function snippetNode(): GraphNode {
  const node = makeNode('code', { id: 'snippet', name: 'Snippet', at: [2, 2] });
  return { ...node, config: { package: { code: SNIPPET, language: 'javascript' } } };
}

function hookNode(url: string): GraphNode {
  const customNodeConfig = { url, maxAttempts: 4, timeoutSeconds: 5 };
  return makeNode('webhook', { id: 'hook', name: 'Hook', at: [2, 3], metadata: { customNodeConfig } });
}

const SNIPPET = `export default (item, context) => {
  if (context.variables.${FAULT}) throw new Error('${FAULT_TEXT}');
  item.metadata.user = { ...item.metadata.user, seen: item.name.toUpperCase() };
  return item;
};
`;

function taskNode(id: string, taskType: 'annotation' | 'qa', at: readonly [number, number]): GraphNode {
  const workload = [
    { assigneeId: 'ada@example.org', load: 60 },
    { assigneeId: 'ben@example.org', load: 40 },
  ];
  return makeNode('task', { id, name: id, at, metadata: { taskType, workload, priority: 2 } });
}

function into(from: GraphNode, to: GraphNode, input: string): Connection {
  const port = to.inputs.find((one) => one.name === input);
  return { ...connect(from, to), tgt: { nodeId: to.id, portId: port?.portId ?? '' } };
}
