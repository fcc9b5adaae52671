/** Fills holes of masks by single clicks. */
import { fillHoleAt, fillHoles, holesOf } from '#core/geometry/mask/components.ts';
import { maskArea, maskContains, sameMask } from '#core/geometry/mask/mask.ts';
import type { ToolContext } from '../context.ts';
import { otherMasks, selectedMask, storeMask, type Target } from '../masks.ts';
import type { ToolSpec } from '../spec.ts';
import { createTool, type Machine, type PointerInput } from '../tool.ts';

type Idle = { readonly name: 'idle' };

/** The selected mask when the point is in a hole of it, or else the smallest one with a hole there. */
function targetAt(input: PointerInput, context: ToolContext): Target | null {
  const point = context.toPicture(input);
  const selected = selectedMask(context);
  const hasHole = ({ mask }: Target) => maskContains(holesOf(mask), point);
  if (selected && (input.shift || hasHole(selected))) return selected;
  return (
    otherMasks(context, null)
      .filter((target) => (input.shift ? maskContains(target.mask, point) : hasHole(target)))
      .toSorted((a, b) => maskArea(a.mask) - maskArea(b.mask))[0] ?? null
  );
}

const machine = {
  idle: {
    cursor: (_state, context) => (context.state().editable ? 'cell' : 'default'),
    hint: (_state, context) => (context.state().editable ? 'fill' : 'look'),
    down(_state, input, context) {
      const target = targetAt(input, context);
      if (!target || !context.mayChange()) return undefined;
      const filled = input.shift ? fillHoles(target.mask) : fillHoleAt(target.mask, context.toPicture(input));
      if (!sameMask(filled, target.mask)) {
        storeMask(context, target, otherMasks(context, target), filled, 'fill');
      }
      return undefined;
    },
  },
} satisfies Machine<Idle>;

export const fillSpec: ToolSpec = {
  create: () => createTool<Idle>({ name: 'idle' }, machine),
  keys: ['Shift+F'],
  group: 'change',
  makes: ['binary'],
  hints: ['look', 'fill'],
  clicks: true,
};
