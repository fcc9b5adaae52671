import type { OnMove } from '@xyflow/react';
import { type RefObject, useRef } from 'react';

/** Below this zoom no text can be read, so none is drawn; see `flow.module.css`. */
const READABLE = 0.2;

/**
 * Marks the canvas while it is moved or zoomed, and while it is seen from afar, so that large graphs move smoothly.
 * Without React: a gesture must not begin by drawing all of them anew.
 */
export function useMoving(): {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly onMoveStart: () => void;
  readonly onMove: OnMove;
  readonly onMoveEnd: () => void;
} {
  const ref = useRef<HTMLDivElement>(null);
  return {
    ref,
    onMoveStart: () => void ref.current?.toggleAttribute('data-moving', true),
    onMove: (_event, { zoom }) => void ref.current?.toggleAttribute('data-far', zoom < READABLE),
    onMoveEnd: () => void ref.current?.toggleAttribute('data-moving', false),
  };
}
