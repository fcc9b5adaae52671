import { useQuery } from '@tanstack/react-query';
import type { Graph } from '#core/model/graph.ts';
import { computePositions, drawnPositions, type Positions } from './positions.ts';

/** The nodes' places: as drawn, else computed; null while they are computed. */
export function usePositions(pipelineId: string, version: number, graph: Graph): Positions | null {
  const drawn = drawnPositions(graph);
  const computed = useQuery({
    queryKey: ['layout', pipelineId, version],
    queryFn: () => computePositions(graph),
    enabled: drawn === null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return drawn ?? computed.data ?? null;
}
