import type { Place } from '#core/pipeline/layout.ts';
import { CARD } from '#renderer/ui/flow/positions.ts';

/** Where a card stands in the middle of what is in sight of the canvas, in the graph's pixels. */
export function middleOfCanvas(toGraph: (screen: Place) => Place): Place {
  const area = document.querySelector('[data-composer-canvas]')?.getBoundingClientRect();
  const middle = toGraph({
    x: (area?.left ?? 0) + (area?.width ?? 0) / 2,
    y: (area?.top ?? 0) + (area?.height ?? 0) / 2,
  });
  return { x: middle.x - CARD.width / 2, y: middle.y - CARD.height / 2 };
}
