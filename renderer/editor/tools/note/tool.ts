/** Draws notes: boxes with what somebody has to say of the place. */
import { createStretchTool } from '../draw/stretch.ts';
import type { ToolSpec } from '../spec.ts';

export const noteSpec: ToolSpec = {
  create: () =>
    createStretchTool({
      make: ({ left, top, right, bottom }) => ({
        type: 'note',
        coordinates: {
          box: [
            { x: left, y: top },
            { x: right, y: bottom },
          ],
          note: { messages: [], status: 'issue' },
        },
      }),
      hints: { idle: 'note', drawn: 'note-drawn', drawing: 'drawing' },
    }),
  keys: ['Shift+N'],
  group: 'draw',
  makes: ['note'],
  hints: ['look', 'note', 'note-drawn', 'drawing'],
  crosshair: true,
};
