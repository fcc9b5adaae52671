import { useReactFlow } from '@xyflow/react';
import { motionMs } from '#renderer/ui/motion.ts';
import type { Spot } from '#renderer/ui/pipelines/jump.ts';
import { presentOf } from '../state/composer.ts';
import { useComposer } from '../state/context.tsx';
import { chosen } from '../state/selection.ts';

/** Chooses a place of the graph and brings it into sight. */
export function useShowSpot(): (spot: Spot) => void {
  const composer = useComposer();
  const { fitView } = useReactFlow();
  return ({ nodeId, connection: index }) => {
    const connection = index === null ? undefined : presentOf(composer.getState()).connections[index];
    if (connection && index !== null) {
      composer.select(chosen({ connections: [index] }));
      const ends = [{ id: connection.src.nodeId }, { id: connection.tgt.nodeId }];
      void fitView({ nodes: ends, maxZoom: 1.1, padding: 0.3, duration: motionMs(200) });
    } else if (nodeId !== null) {
      composer.select(chosen({ nodes: [nodeId] }));
      void fitView({ nodes: [{ id: nodeId }], maxZoom: 1.1, padding: 1.2, duration: motionMs(200) });
    }
  };
}
