import { type OnMove, useStore, useStoreApi, type Viewport } from '@xyflow/react';
import { type ReactNode, useEffect, useState } from 'react';
import { createMover, type Mover } from './mover.ts';

function Attach(props: { readonly mover: Mover }) {
  const { mover } = props;
  const store = useStoreApi();
  const canvas = useStore((state) => state.domNode);
  useEffect(() => (canvas ? mover.attach(canvas, store) : undefined), [mover, canvas, store]);
  return null;
}

/**
 * Lets large graphs move smoothly: `canvas` goes to the library's component, `inside` stands in it.
 * Without React at each event: a gesture must not draw the whole graph anew.
 */
export function useMoving(): {
  readonly canvas: {
    readonly viewport?: Viewport;
    readonly onInit: (flow: { readonly getViewport: () => Viewport }) => void;
    readonly onViewportChange: (to: Viewport) => void;
    readonly onMoveStart: OnMove;
    readonly onMoveEnd: () => void;
  };
  readonly inside: ReactNode;
} {
  const [mover] = useState(createMover);
  // Once the graph has been fitted the library leaves it to us where the canvas is: that is what a viewport given means.
  const [first, setFirst] = useState<Viewport>();
  return {
    canvas: {
      ...(first ? { viewport: first } : {}),
      onInit: (flow) => setFirst(flow.getViewport()),
      onViewportChange: mover.show,
      onMoveStart: mover.start,
      onMoveEnd: mover.end,
    },
    inside: <Attach mover={mover} />,
  };
}
