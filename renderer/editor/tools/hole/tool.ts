/** Cuts holes into polygons: drawn like a polygon, taken away from the one that is selected or lies below. */
import { combinePolygons } from '#core/geometry/polygon-boolean.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { LEAST_RING, type Polygon } from '../../kinds/polygon.ts';
import type { ToolContext } from '../context.ts';
import { createPlaceTool, type Path } from '../draw/place.ts';
import type { ToolSpec } from '../spec.ts';

/** The polygon that is cut: of those that are met the one that is selected, else the topmost. */
function polygonUnder({ points }: Path, context: ToolContext): (Annotation & { geometry: Polygon }) | null {
  const { annotations, selection } = context.state();
  const below = points.flatMap((point) => context.hits(context.toView(point)));
  for (const id of [...selection.ids, ...below]) {
    const annotation = annotations.get(id);
    if (annotation?.geometry.type === 'segment') return { ...annotation, geometry: annotation.geometry };
  }
  return null;
}

function commit(path: Path, context: ToolContext): void {
  const polygon = polygonUnder(path, context);
  const [left, ...pieces] = polygon
    ? combinePolygons(polygon.geometry.coordinates, [path.points], 'subtract')
    : [];
  if (!polygon || !left) {
    context.notice('not-fitting');
    return;
  }
  const of = (rings: typeof left): Polygon => ({
    type: 'segment',
    coordinates: rings.map((ring) => [...ring]),
  });
  const done = context.rework({
    step: 'hole',
    change: new Map([[polygon.id, of(left)]]),
    // What reaches from border to border parts it.
    add: pieces.map((rings) => ({ geometry: of(rings), like: polygon })),
  });
  context.select(done.map(({ id }) => id));
}

export const holeSpec: ToolSpec = {
  create: () =>
    createPlaceTool({
      preview: (points) => ({ type: 'segment', coordinates: [[...points]] }),
      commit,
      least: LEAST_RING,
      closes: true,
      shows: 'guide',
      may: (context) => context.mayChange(),
      hints: { idle: 'hole', placing: 'polygon-placing', ready: 'polygon-ready' },
    }),
  keys: ['Shift+H'],
  group: 'change',
  makes: ['segment'],
  hints: ['look', 'hole', 'polygon-placing', 'polygon-ready'],
  clicks: true,
  crosshair: true,
};
