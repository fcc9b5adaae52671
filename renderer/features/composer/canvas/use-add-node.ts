import { useReactFlow } from '@xyflow/react';
import type { Offer } from '#core/pipeline/edit/starters.ts';
import { useComposer } from '../state/context.tsx';
import { chosen } from '../state/selection.ts';
import { freePlace, newNode, placeAfter, withNode } from './add-node.ts';
import { middleOfCanvas } from './middle.ts';

/** Adds a node: after the chosen one, connected to it, or in the middle of what is in sight. */
export function useAddNode(): (offer: Offer) => void {
  const composer = useComposer();
  const { screenToFlowPosition } = useReactFlow();
  return (offer) => {
    const id = crypto.randomUUID();
    const [only, ...more] = composer.getState().selection.nodes;
    composer.edit(
      (graph) => {
        const after = graph.nodes.find((node) => node.id === only && more.length === 0) ?? null;
        const at = after ? placeAfter(graph, after) : freePlace(graph, middleOfCanvas(screenToFlowPosition));
        return withNode(graph, newNode(graph, offer, id, at), after);
      },
      { select: chosen({ nodes: [id] }) },
    );
  };
}
