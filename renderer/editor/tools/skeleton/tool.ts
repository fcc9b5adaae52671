/** Lays a skeleton's template into a box that is drawn; its joints are then dragged where they belong. */
import { layTemplate } from '#core/annotation/pose/skeleton.ts';
import { chosenTemplate } from '../../joints.ts';
import { createStretchTool } from '../draw/stretch.ts';
import type { ToolSpec } from '../spec.ts';

export const skeletonSpec: ToolSpec = {
  create: () =>
    createStretchTool({
      make(box, state) {
        const template = chosenTemplate(state);
        return template && layTemplate(template, box);
      },
      may(context) {
        const there = chosenTemplate(context.state()) !== null;
        if (!there) context.notice('no-skeleton');
        return there;
      },
      hints: { idle: 'skeleton', drawn: 'skeleton-drawn', drawing: 'drawing-skeleton' },
    }),
  keys: ['Shift+O'],
  group: 'draw',
  makes: ['pose'],
  hints: ['look', 'skeleton', 'skeleton-drawn', 'drawing-skeleton'],
  crosshair: true,
};
