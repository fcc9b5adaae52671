/** Slices polygons and lines along a drawn line: the selected ones, or all that it crosses when none is selected. */
import { boundsOf } from '#core/geometry/outline.ts';
import { sliceShape } from '#core/geometry/slice.ts';
import { LEAST_LINE } from '../../kinds/polyline.ts';
import type { ToolContext } from '../context.ts';
import { createPlaceTool, type Path } from '../draw/place.ts';
import { lineOf } from '../polyline/resume.ts';
import type { ToolSpec } from '../spec.ts';

function commit({ points }: Path, context: ToolContext): void {
  const { annotations, selection } = context.state();
  const around = boundsOf(lineOf(points));
  const crossed = around ? context.within(around, true) : [];
  const ids = selection.ids.length > 0 ? selection.ids : crossed;
  const sliced = ids.flatMap((id) => {
    const like = annotations.get(id);
    const [first, ...rest] = like ? sliceShape(like.geometry, points) : [];
    return like && first ? [{ like, first, rest }] : [];
  });
  if (sliced.length === 0) {
    context.notice('not-fitting');
    return;
  }
  const done = context.rework({
    step: 'slice',
    change: new Map(sliced.map(({ like, first }) => [like.id, first])),
    add: sliced.flatMap(({ like, rest }) => rest.map((geometry) => ({ geometry, like }))),
  });
  context.select(done.map(({ id }) => id));
}

export const knifeSpec: ToolSpec = {
  create: () =>
    createPlaceTool({
      preview: lineOf,
      commit,
      least: LEAST_LINE,
      closes: false,
      shows: 'guide',
      may: (context) => context.mayChange(),
      hints: { idle: 'knife', placing: 'polyline-placing', ready: 'knife-ready' },
    }),
  keys: ['Shift+S'],
  group: 'change',
  makes: [],
  hints: ['look', 'knife', 'polyline-placing', 'knife-ready'],
  clicks: true,
  crosshair: true,
};
