import { distance } from '#core/geometry/plane.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import type { ToolContext } from '../context.ts';
import type { PointerInput, StateHandlers } from '../tool.ts';
import { AT_REST, type Pointing, type SelectState } from './states.ts';

/** View pixels: below it a press is a click, for no hand holds still. */
const CLICK_RADIUS = 3;

function startTranslating(state: Pointing, id: AnnotationId, context: ToolContext): SelectState {
  const { selection } = context.state();
  const ids = selection.ids.includes(id) ? selection.ids : [id];
  context.select(ids);
  const origins = new Map(
    ids.flatMap((each) => {
      const geometry = context.geometry(each);
      return geometry ? [[each, geometry] as const] : [];
    }),
  );
  return { name: 'translating', from: context.toPicture(state.from), origins };
}

function startDrag(state: Pointing, context: ToolContext): SelectState {
  const { over, from } = state;
  const { editable } = context.state();
  if (editable && over.type === 'shape') return startTranslating(state, over.id, context);
  if (editable && over.type === 'handle') {
    const origin = context.geometry(over.hit.id);
    const grabbed = context.toPicture(from);
    const { at } = over.hit.handle;
    const grip = { x: at.x - grabbed.x, y: at.y - grabbed.y };
    if (origin) return { name: 'resizing', hit: over.hit, origin, grip };
  }
  return { name: 'panning', x: from.x, y: from.y };
}

function click(state: Pointing, input: PointerInput, context: ToolContext): void {
  if (state.over.type === 'handle') return;
  const { ids } = context.state().selection;
  const [top] = context.hits(state.from);
  if (!input.shift) context.select(top ? [top] : []);
  else if (top) context.select(ids.includes(top) ? ids.filter((id) => id !== top) : [...ids, top]);
}

export const pointing: StateHandlers<SelectState, Pointing> = {
  holds: (state) => state.over.type === 'handle',
  cursor: (state) =>
    state.over.type === 'handle'
      ? state.over.hit.handle.cursor
      : state.over.type === 'shape'
        ? 'move'
        : 'grabbing',
  hint: () => 'select',
  move(state, input, context) {
    return distance(state.from, input) < CLICK_RADIUS ? undefined : startDrag(state, context);
  },
  up(state, input, context) {
    click(state, input, context);
    return AT_REST;
  },
  cancel: () => AT_REST,
};
