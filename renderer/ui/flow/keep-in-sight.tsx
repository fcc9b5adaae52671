import { useReactFlow, useStore } from '@xyflow/react';
import { type RefObject, useEffect, useEffectEvent } from 'react';
import { CARD } from './positions.ts';

/** How the whole graph is put on the canvas. */
export const FIT = { padding: 0.06, maxZoom: 1.1 };

/** Room to keep between the chosen card and the edge, in pixels. */
const MARGIN = 24;

/**
 * When the room of the canvas changes: the whole graph in sight, or, beside an open panel, the chosen card at the size
 * it has. Ends when the person moves the graph by hand.
 */
export function KeepInSight(props: {
  readonly movedByHand: RefObject<boolean>;
  readonly selected: string | null;
}) {
  const { fitView, getNode, getViewport, setViewport } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);

  const adapt = useEffectEvent(() => {
    const node = props.selected === null ? undefined : getNode(props.selected);
    if (!node) {
      if (!props.movedByHand.current) void fitView(FIT);
      return;
    }
    const view = getViewport();
    const right = (node.position.x + CARD.width) * view.zoom + view.x;
    if (right > width - MARGIN) void setViewport({ ...view, x: view.x - (right - width + MARGIN) });
  });

  useEffect(() => {
    if (width > 0 && height > 0) adapt();
  }, [width, height]);
  return null;
}
