import { addInParallel } from '#core/pipeline/edit/parallel.ts';
import { placeOf } from '#core/pipeline/layout.ts';
import { CARD } from '#renderer/ui/flow/positions.ts';
import { freePlace } from '../canvas/add-node.ts';
import { presentOf } from '../state/composer.ts';
import { useComposer } from '../state/context.tsx';
import { chosen } from '../state/selection.ts';

/** Adds another node like one, fed and followed alike, below it. */
export function useInParallel(): (nodeId: string) => void {
  const composer = useComposer();
  return (nodeId) => {
    const graph = presentOf(composer.getState());
    const node = graph.nodes.find((one) => one.id === nodeId);
    const { x, y } = (node && placeOf(node)) ?? { x: 0, y: 0 };
    const at = freePlace(graph, { x, y: y + CARD.height });
    const made = addInParallel(graph, nodeId, () => crypto.randomUUID(), at);
    composer.edit(() => made.graph, { select: chosen({ nodes: made.nodeIds }) });
  };
}
