/** Where the nodes of a graph stand on the canvas. */
import type { Graph } from '#core/model/graph.ts';
import { type Place, placeOf } from '#core/pipeline/layout.ts';

export type Positions = ReadonlyMap<string, Place>;

/** Every card has this size, in pixels, so that edges can be drawn before anything is measured. */
export const CARD = { width: 236, height: 94 } as const;

/** The places that the graph was drawn with; null when a node has none, or when nodes lie on one another. */
export function drawnPositions(graph: Graph): Positions | null {
  const places = new Map<string, Place>();
  const taken = new Set<string>();
  for (const node of graph.nodes) {
    const place = placeOf(node);
    if (!place || taken.has(`${place.x} ${place.y}`)) return null;
    taken.add(`${place.x} ${place.y}`);
    places.set(node.id, place);
  }
  return places;
}

/** Places by the layered layout of ELK, for graphs that were never drawn. Loads the engine only then: it is 1.5 MB. */
export async function computePositions(graph: Graph): Promise<Positions> {
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
  const known = new Set<string>(graph.nodes.map((node) => node.id));
  const laid = await new Elk().layout({
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.layered.spacing.nodeNodeBetweenLayers': '104',
      'elk.spacing.nodeNode': '36',
    },
    children: graph.nodes.map((node) => ({ id: node.id, ...CARD })),
    edges: graph.connections
      .filter((connection) => known.has(connection.src.nodeId) && known.has(connection.tgt.nodeId))
      .map((connection, index) => ({
        id: `c${index}`,
        sources: [connection.src.nodeId],
        targets: [connection.tgt.nodeId],
      })),
  });
  return new Map((laid.children ?? []).map((child) => [child.id, { x: child.x ?? 0, y: child.y ?? 0 }]));
}
