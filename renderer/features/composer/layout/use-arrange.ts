import { useReactFlow } from '@xyflow/react';
import { moveNodes } from '#core/pipeline/edit/nodes.ts';
import { notifyError } from '#renderer/client/notify.ts';
import { FIT } from '#renderer/ui/flow/keep-in-sight.tsx';
import { computePositions } from '#renderer/ui/flow/positions.ts';
import { presentOf } from '../state/composer.ts';
import { useComposer } from '../state/context.tsx';

/** Puts every node where it reads best, from left to right, in one step that can be taken back. */
export function useArrange(): () => Promise<void> {
  const composer = useComposer();
  const { fitView } = useReactFlow();
  return async () => {
    const positions = await computePositions(presentOf(composer.getState())).catch(notifyError);
    if (!positions) return;
    // What was changed meanwhile is kept: only places are set.
    composer.edit((now) => moveNodes(now, positions));
    // The cards stand at their new places only after they are drawn.
    requestAnimationFrame(() => void fitView(FIT));
  };
}
