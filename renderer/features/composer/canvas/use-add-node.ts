import { useReactFlow } from '@xyflow/react';
import { addNode } from '#core/pipeline/edit/nodes.ts';
import type { Offer } from '#core/pipeline/edit/starters.ts';
import { CARD } from '#renderer/ui/flow/positions.ts';
import { useComposer } from '../state/context.tsx';
import { chosen } from '../state/selection.ts';
import { freePlace, newNode, putNode } from './add-node.ts';
import { middleOfCanvas } from './middle.ts';
import { spotOf } from './spot-of.ts';

/** Adds a node where `spotOf` says, and beside it, without a connection, where it does not fit. */
export function useAddNode(): (offer: Offer) => void {
  const composer = useComposer();
  const { screenToFlowPosition } = useReactFlow();
  return (offer) => {
    const id = crypto.randomUUID();
    composer.edit(
      (graph) => {
        const { spot, at } = spotOf(
          graph,
          composer.getState().selection,
          middleOfCanvas(screenToFlowPosition),
        );
        const node = newNode(graph, offer, id, freePlace(graph, { x: at.x, y: at.y - CARD.height / 2 }));
        return putNode(graph, node, spot) ?? addNode(graph, node);
      },
      { select: chosen({ nodes: [id] }) },
    );
  };
}
