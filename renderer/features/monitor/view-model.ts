/** A pipeline's graph and its counts, as the canvas draws them. */
import type { Graph, GraphNode } from '#core/model/graph.ts';
import type { NodeCounts, PipelineCounts } from '#core/model/pipeline.ts';
import type { Place } from '#core/pipeline/layout.ts';
import { type EdgeRoute, routeEdge } from '#renderer/ui/flow/edge-route.ts';
import type { Positions } from '#renderer/ui/flow/positions.ts';
import { countsOfNode, type NodeKind, nodeKind } from '#renderer/ui/node-look.ts';
import type { WorkTone } from '#renderer/ui/state-dot.tsx';

export type NodeView = {
  readonly id: string;
  readonly place: Place;
  readonly node: GraphNode;
  readonly kind: NodeKind;
  readonly counts: NodeCounts;
  /** Cycles begin here. */
  readonly start: boolean;
  readonly hasInput: boolean;
  readonly hasOutput: boolean;
};

export type EdgeView = {
  readonly id: string;
  /** Its place in the graph's list of connections. */
  readonly connection: number;
  readonly source: string;
  readonly target: string;
  readonly route: EdgeRoute;
  readonly action: string | null;
  /** Has a filter. */
  readonly filtered: boolean;
  /** Items that went along. */
  readonly items: number;
  /** Width of the line in pixels: thicker for more items, by order of magnitude. */
  readonly width: number;
  /** Items are on their way to its end now. */
  readonly active: boolean;
  readonly tone: Extract<WorkTone, 'done' | 'queued'> | 'plain';
};

export type GraphView = { readonly nodes: readonly NodeView[]; readonly edges: readonly EdgeView[] };

const THIN = 1.5;
const THICK = 5;
/** From so many powers of ten on, more items make no thicker line. */
const DECADES = 4;
const POSITIVE = new Set(['completed', 'approved', 'complete', 'approve']);

function toneOf(action: string | null): EdgeView['tone'] {
  if (action === null) return 'plain';
  if (POSITIVE.has(action)) return 'done';
  return action === 'discard' ? 'queued' : 'plain';
}

/** Nodes without a place and connections without both of their nodes are left out. */
export function graphView(graph: Graph, counts: PipelineCounts, positions: Positions): GraphView {
  const starts = new Set<string>(graph.startNodes.map((start) => start.nodeId));
  const nodes = graph.nodes.flatMap((node): NodeView[] => {
    const place = positions.get(node.id);
    if (!place) return [];
    return [
      {
        id: node.id,
        place,
        node,
        kind: nodeKind(node),
        counts: countsOfNode(counts, node.id),
        start: starts.has(node.id),
        hasInput: graph.connections.some((connection) => connection.tgt.nodeId === node.id),
        hasOutput: graph.connections.some((connection) => connection.src.nodeId === node.id),
      },
    ];
  });
  const items = new Map(counts.connections.map((entry) => [entry.connection, entry.items]));
  const edges = graph.connections.flatMap((connection, index): EdgeView[] => {
    const source = nodes.find((node) => node.id === connection.src.nodeId);
    const target = nodes.find((node) => node.id === connection.tgt.nodeId);
    if (!source || !target) return [];
    const passed = items.get(index) ?? 0;
    const action = connection.action ?? null;
    const others = nodes.filter((node) => node !== source && node !== target).map((node) => node.place);
    return [
      {
        id: `c${index}`,
        connection: index,
        source: source.id,
        target: target.id,
        route: routeEdge(source.place, target.place, others),
        action,
        filtered: Boolean(connection.condition),
        items: passed,
        width: THIN + (THICK - THIN) * Math.min(1, Math.log10(1 + passed) / DECADES),
        active: passed > 0 && target.counts.queued + target.counts.running > 0,
        tone: toneOf(action),
      },
    ];
  });
  return { nodes, edges };
}
