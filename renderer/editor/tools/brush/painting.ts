import { maskUnion } from '#core/geometry/mask/combine.ts';
import { paintLine } from '#core/geometry/mask/paint.ts';
import type { ToolContext } from '../context.ts';
import { showMask, storeMask, type Way, worked } from '../masks.ts';
import type { PointerInput, StateHandlers } from '../tool.ts';
import type { BrushState, Painting } from './states.ts';

function painted(state: Painting, input: PointerInput, context: ToolContext): Painting {
  const { item, brush } = context.state();
  const at = context.toPicture(input);
  if (!item || (at.x === state.at.x && at.y === state.at.y)) return state;
  return { ...state, at, marked: maskUnion(state.marked, paintLine(item, state.at, at, brush)) };
}

export function painting(usual: Way): StateHandlers<BrushState, Painting> {
  return {
    holds: () => true,
    cursor: () => 'none',
    hint: ({ way }) => (way === 'add' ? 'painting' : 'erasing'),
    move(state, input, context) {
      const next = painted(state, input, context);
      const { target, others, marked, way } = next;
      if (next !== state) showMask(context, target, worked(context, target, others, marked, way));
      return next;
    },
    up(state, input, context) {
      const { target, others, marked, way, at } = painted(state, input, context);
      const made = worked(context, target, others, marked, way);
      storeMask(context, target, others, made, way === 'add' ? 'paint' : 'erase');
      return { name: 'idle', last: at, way: usual };
    },
    cancel({ target, at }, context) {
      showMask(context, target, null);
      return { name: 'idle', last: at, way: usual };
    },
  };
}
