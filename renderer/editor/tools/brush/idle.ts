import { paintLine } from '#core/geometry/mask/paint.ts';
import type { ToolContext } from '../context.ts';
import { maskAt, otherMasks, selectedMask, showMask, type Target, type Way, worked } from '../masks.ts';
import type { PointerInput, StateHandlers } from '../tool.ts';
import type { BrushState, Idle } from './states.ts';

/** Alt turns the brush into the eraser and the eraser into the brush. */
function wayOf(usual: Way, { alt }: PointerInput): Way {
  const other = usual === 'add' ? 'take' : 'add';
  return alt ? other : usual;
}

function targetOf(way: Way, input: PointerInput, context: ToolContext): Target | null {
  return way === 'add' ? selectedMask(context) : maskAt(input, context);
}

/** @param usual what a press does without Alt */
export function idle(usual: Way): StateHandlers<BrushState, Idle> {
  return {
    cursor: (_state, context) => (context.state().editable ? 'none' : 'default'),
    hint({ way }, context) {
      if (!context.state().editable) return 'look';
      if (way === 'take') return 'eraser';
      return selectedMask(context) ? 'brush-more' : 'brush';
    },
    move: ({ last }, input) => ({ name: 'idle', last, way: wayOf(usual, input) }),
    down({ last }, input, context) {
      const way = wayOf(usual, input);
      const target = targetOf(way, input, context);
      const { item, brush } = context.state();
      if (!item || !(target ? context.mayChange() : way === 'add' && context.mayDraw())) return undefined;
      const at = context.toPicture(input);
      const marked = paintLine(item, input.shift && last ? last : at, at, brush);
      const others = otherMasks(context, target);
      // What is worked on is seen: nothing else stands out meanwhile.
      context.select(target ? [target.id] : [], 'drawn');
      showMask(context, target, worked(context, target, others, marked, way));
      return { name: 'painting', way, target, others, at, marked };
    },
    /** The mask is whole: the next stroke begins another one. */
    finish(state, context) {
      if (context.state().selection.ids.length === 0) return undefined;
      context.select([]);
      return state;
    },
  };
}
