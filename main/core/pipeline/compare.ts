/** What differs between two versions of a graph. */
import type { Connection, Graph, GraphNode } from '../model/graph.ts';

export type Change = 'added' | 'removed' | 'changed' | 'moved';

export type NodeDifference = {
  readonly nodeId: string;
  /** As it is called after; before, when it was removed. */
  readonly name: string;
  /** `moved`: only its place on the canvas differs. */
  readonly change: Change;
  /** Dot paths of what differs, e.g. `metadata.customNodeConfig.every`. */
  readonly keys: readonly string[];
};

export type ConnectionDifference = {
  readonly src: Connection['src'];
  readonly tgt: Connection['tgt'];
  readonly change: Exclude<Change, 'moved'>;
  readonly keys: readonly string[];
  /** Its place in the list of connections before and after; null where it is not. */
  readonly before: number | null;
  readonly after: number | null;
};

export type GraphDifference = {
  /** In the order after, then what was removed. */
  readonly nodes: readonly NodeDifference[];
  readonly connections: readonly ConnectionDifference[];
  /** Dot paths of what differs besides: start nodes, variables, settings and the rest. */
  readonly keys: readonly string[];
};

export function compareGraphs(before: Graph, after: Graph): GraphDifference {
  const rest = ({ nodes: _nodes, connections: _connections, ...others }: Graph) => others;
  return {
    nodes: compareNodes(before.nodes, after.nodes),
    connections: compareConnections(before.connections, after.connections),
    keys: differingKeys(rest(before), rest(after)),
  };
}

/** True when nothing differs but places on the canvas, which no item notices. */
export function runsTheSame(difference: GraphDifference): boolean {
  const { nodes, connections, keys } = difference;
  return keys.length === 0 && connections.length === 0 && nodes.every(({ change }) => change === 'moved');
}

function compareNodes(before: readonly GraphNode[], after: readonly GraphNode[]): NodeDifference[] {
  const free = new Set(before);
  const found = after.flatMap((node): NodeDifference[] => {
    const was = [...free].find((one) => one.id === node.id);
    const about = { nodeId: node.id, name: node.name };
    if (!was) return [{ ...about, change: 'added', keys: [] }];
    free.delete(was);
    const keys = differingKeys(was, node);
    if (keys.length === 0) return [];
    const moved = keys.every((key) => /^metadata\.position(\.|$)/.test(key));
    return [{ ...about, change: moved ? 'moved' : 'changed', keys }];
  });
  const removed = [...free].map(
    ({ id, name }): NodeDifference => ({ nodeId: id, name, change: 'removed', keys: [] }),
  );
  return [...found, ...removed];
}

/** Connections have no id: they are the same by their ends, and of several between two ports first the most alike. */
function compareConnections(
  before: readonly Connection[],
  after: readonly Connection[],
): ConnectionDifference[] {
  const partners = new Map<number, number>();
  const free = new Set(before.keys());
  for (const alike of [sameWay, sameDecision, sameEnds]) {
    for (const [index, connection] of after.entries()) {
      if (partners.has(index)) continue;
      const partner = [...free].find((one) => alike(before[one], connection));
      if (partner === undefined) continue;
      partners.set(index, partner);
      free.delete(partner);
    }
  }
  const found = after.flatMap((connection, index): ConnectionDifference[] => {
    const { src, tgt } = connection;
    const partner = partners.get(index);
    const was = partner === undefined ? undefined : before[partner];
    if (!was || partner === undefined) {
      return [{ src, tgt, change: 'added', keys: [], before: null, after: index }];
    }
    const keys = differingKeys(was, connection);
    return keys.length === 0 ? [] : [{ src, tgt, change: 'changed', keys, before: partner, after: index }];
  });
  const removed = [...free].flatMap((index): ConnectionDifference[] => {
    const connection = before[index];
    if (!connection) return [];
    const { src, tgt } = connection;
    return [{ src, tgt, change: 'removed', keys: [], before: index, after: null }];
  });
  return [...found, ...removed];
}

function sameEnds(a: Connection | undefined, b: Connection): boolean {
  return a !== undefined && differingKeys([a.src, a.tgt], [b.src, b.tgt]).length === 0;
}

function sameDecision(a: Connection | undefined, b: Connection): boolean {
  return sameEnds(a, b) && (a?.action || null) === (b.action || null);
}

function sameWay(a: Connection | undefined, b: Connection): boolean {
  return sameDecision(a, b) && (a?.condition || null) === (b.condition || null);
}

/** Dot paths at which two JSON values differ; lists of different lengths differ as a whole. A missing key is not null. */
function differingKeys(before: unknown, after: unknown, path = ''): string[] {
  if (before === after) return [];
  const [old, now] = [entriesOf(before), entriesOf(after)];
  if (!old || !now || Array.isArray(before) !== Array.isArray(after)) return [path];
  if (Array.isArray(before) && old.size !== now.size) return [path];
  const keys = new Set([...old.keys(), ...now.keys()]);
  return [...keys].flatMap((key) => {
    const below = path === '' ? key : `${path}.${key}`;
    return old.has(key) && now.has(key) ? differingKeys(old.get(key), now.get(key), below) : [below];
  });
}

function entriesOf(value: unknown): ReadonlyMap<string, unknown> | null {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null;
}
