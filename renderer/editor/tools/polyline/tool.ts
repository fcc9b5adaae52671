/** Draws lines point by point; from the end of one that is there, goes on with it. */
import { LEAST_LINE } from '../../kinds/polyline.ts';
import { createPlaceTool } from '../draw/place.ts';
import type { ToolSpec } from '../spec.ts';
import { commitLine, lineOf, resumeLine } from './resume.ts';

export const polylineSpec: ToolSpec = {
  create: () =>
    createPlaceTool({
      preview: lineOf,
      commit: commitLine,
      least: LEAST_LINE,
      closes: false,
      shows: 'stroke',
      resume: resumeLine,
      may: (context) => context.mayDraw(),
      hints: { idle: 'polyline', placing: 'polyline-placing', ready: 'polyline-ready' },
    }),
  keys: ['Shift+L'],
  group: 'draw',
  makes: ['polyline'],
  hints: ['look', 'polyline', 'polyline-placing', 'polyline-ready'],
  clicks: true,
  crosshair: true,
};
