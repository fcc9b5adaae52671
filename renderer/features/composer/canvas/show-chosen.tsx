import { getViewportForBounds, useReactFlow } from '@xyflow/react';
import { useEffect, useEffectEvent, useRef } from 'react';
import { placeOf } from '#core/pipeline/layout.ts';
import { CARD } from '#renderer/ui/flow/positions.ts';
import { motionMs } from '#renderer/ui/motion.ts';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';

/** The whole graph is shown down to this size; below it only the card is brought in. */
const LEGIBLE = 0.5;
/** Milliseconds. */
const GLIDE = 180;

/**
 * Brings a card into sight that was added, or chosen from elsewhere than the canvas: with the whole graph while that can be
 * read, else alone. What is clicked is in sight, so that nothing moves under the pointer.
 */
export function ShowChosen() {
  const composer = useComposer();
  const { getViewport, setViewport, setCenter } = useReactFlow();
  const chosen = useComposed((state) => {
    const [only, ...others] = state.selection.nodes;
    return others.length === 0 ? (only ?? null) : null;
  });
  const known = useRef(presentOf(composer.getState()).nodes.length);

  const show = useEffectEvent((id: string) => {
    const { nodes } = presentOf(composer.getState());
    const added = nodes.length > known.current;
    known.current = nodes.length;
    const node = nodes.find((one) => one.id === id);
    const place = node && placeOf(node);
    const area = document.querySelector('[data-composer-canvas]')?.getBoundingClientRect();
    if (!place || !area) return;
    const { x, y, zoom } = getViewport();
    // Of what was there already half a card is enough.
    const part = added ? 1 : 0.5;
    const [left, top] = [place.x * zoom + x, place.y * zoom + y];
    const [width, height] = [CARD.width * zoom, CARD.height * zoom];
    const inside =
      left + width * (1 - part) >= 0 &&
      top + height * (1 - part) >= 0 &&
      left + width * part <= area.width &&
      top + height * part <= area.height;
    if (inside) return;
    const places = nodes.flatMap((one) => placeOf(one) ?? []);
    const [minX, minY] = [Math.min(...places.map((one) => one.x)), Math.min(...places.map((one) => one.y))];
    const bounds = {
      x: minX,
      y: minY,
      width: Math.max(...places.map((one) => one.x)) + CARD.width - minX,
      height: Math.max(...places.map((one) => one.y)) + CARD.height - minY,
    };
    const whole = getViewportForBounds(bounds, area.width, area.height, 0.1, zoom, 0.06);
    if (whole.zoom >= LEGIBLE) void setViewport(whole, { duration: motionMs(GLIDE) });
    else {
      const middle = { x: place.x + CARD.width / 2, y: place.y + CARD.height / 2 };
      void setCenter(middle.x, middle.y, { zoom: Math.max(zoom, LEGIBLE), duration: motionMs(GLIDE) });
    }
  });
  useEffect(() => {
    if (chosen !== null) show(chosen);
  }, [chosen]);
  return null;
}
