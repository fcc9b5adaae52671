/** What the small map of a canvas shows, in the pixels of the graph. */
import type { Viewport } from '@xyflow/react';

export type Area = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** Of the map, in pixels of the screen. */
export const MAP_SIZE = { width: 150, height: 90 } as const;
/** Pixels of the screen around what the map shows. */
const MARGIN = 5;

/** What a canvas of the size shows of the graph. */
export function seenArea(view: Viewport, size: Pick<Area, 'width' | 'height'>): Area {
  const { x, y, zoom } = view;
  return { x: -x / zoom, y: -y / zoom, width: size.width / zoom, height: size.height / zoom };
}

function around(a: Area, b: Area): Area {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

const box = ({ x, y, width, height }: Area) => `M${x},${y}h${width}v${height}h${-width}z`;

/**
 * The attributes of the map's drawing, as the library computes them, so that both may write them in turn.
 * @param nodes the area that the cards take
 */
export function mapView(seen: Area, nodes: Area): { readonly viewBox: string; readonly mask: string } {
  const all = nodes.width > 0 ? around(nodes, seen) : seen;
  const scale = Math.max(all.width / MAP_SIZE.width, all.height / MAP_SIZE.height);
  const margin = MARGIN * scale;
  const shown = {
    x: all.x - (scale * MAP_SIZE.width - all.width) / 2 - margin,
    y: all.y - (scale * MAP_SIZE.height - all.height) / 2 - margin,
    width: scale * MAP_SIZE.width + 2 * margin,
    height: scale * MAP_SIZE.height + 2 * margin,
  };
  const outside = {
    x: shown.x - margin,
    y: shown.y - margin,
    width: shown.width + 2 * margin,
    height: shown.height + 2 * margin,
  };
  return {
    viewBox: `${shown.x} ${shown.y} ${shown.width} ${shown.height}`,
    mask: `${box(outside)}${box(seen)}`,
  };
}
