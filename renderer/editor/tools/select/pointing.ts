import { withGroups } from '#core/annotation/commands-flags.ts';
import { distance } from '#core/geometry/plane.ts';
import type { Point } from '#core/model/common.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import { groupOf } from '../../group.ts';
import type { Handle, HandleHit } from '../../kinds/kind.ts';
import { kindOf } from '../../kinds/kinds.ts';
import type { ToolContext } from '../context.ts';
import type { PointerInput, StateHandlers } from '../tool.ts';
import { AT_REST, type Pointing, type SelectState } from './states.ts';
import { handleCursor, targetAt } from './target.ts';

/** View pixels: below it a press is a click, for no hand holds still. */
const CLICK_RADIUS = 3;

function startTranslating(state: Pointing, id: AnnotationId, context: ToolContext): SelectState {
  const { selection, annotations } = context.state();
  // A group moves as one, also when it was not selected before.
  const ids = selection.ids.includes(id) ? selection.ids : withGroups([id], annotations);
  context.select(ids);
  const origins = new Map(
    ids.flatMap((each) => {
      const geometry = context.geometry(each);
      return geometry ? [[each, geometry] as const] : [];
    }),
  );
  // Held from now on: a frame of a video that comes meanwhile ends the drag.
  context.draft(origins);
  return { name: 'translating', from: context.toPicture(state.from), origins };
}

/** From the pointer to the handle that it took, in picture pixels. */
function gripOf(from: Point, { at }: Handle, context: ToolContext): Point {
  const grabbed = context.toPicture(from);
  return { x: at.x - grabbed.x, y: at.y - grabbed.y };
}

function startFrame({ from }: Pointing, context: ToolContext): SelectState {
  return { name: 'framing', from: context.toPicture(from), before: context.state().selection.ids };
}

function startDrag(state: Pointing, input: PointerInput, context: ToolContext): SelectState {
  const { over, from } = state;
  const { editable, selection } = context.state();
  const free = over.type === 'nothing' || (over.type === 'shape' && !selection.ids.includes(over.id));
  if (input.shift && free) return startFrame(state, context);
  if (editable && over.type === 'shape') return startTranslating(state, over.id, context);
  if (editable && over.type === 'handle') {
    const origin = context.geometry(over.hit.id);
    const grip = gripOf(from, over.hit.handle, context);
    if (origin) {
      context.draft(new Map([[over.hit.id, origin]]));
      return { name: 'resizing', hit: over.hit, origin, grip };
    }
  }
  if (editable && over.type === 'group') {
    const origins = groupOf(context.state());
    const grip = gripOf(from, over.handle, context);
    if (origins) {
      context.draft(origins);
      return { name: 'stretching', handle: over.handle, origins, grip };
    }
  }
  return { name: 'panning', x: from.x, y: from.y };
}

function removeVertex({ id, handle }: HandleHit, context: ToolContext): void {
  const geometry = context.geometry(id);
  if (!geometry || handle.role !== 'vertex' || !context.mayChange()) return;
  const less = kindOf(geometry).removeVertex?.(geometry, handle.id);
  if (less) context.rework({ step: 'reshape', change: new Map([[id, less]]) });
}

function click(state: Pointing, input: PointerInput, context: ToolContext): void {
  if (state.over.type === 'group') return;
  if (state.over.type === 'handle') {
    if (input.alt) removeVertex(state.over.hit, context);
    return;
  }
  const { selection, annotations } = context.state();
  const { ids } = selection;
  const [top] = context.hits(state.from);
  if (!top) {
    if (!input.shift) context.select([]);
    return;
  }
  // What was grouped is taken together; Alt takes one of it.
  const taken = input.alt ? [top] : withGroups([top], annotations);
  if (!input.shift) context.select(taken);
  else if (ids.includes(top)) context.select(ids.filter((id) => !taken.includes(id)));
  else context.select([...ids, ...taken.filter((id) => !ids.includes(id))]);
}

export const pointing: StateHandlers<SelectState, Pointing> = {
  holds: (state) => handleCursor(state.over) !== null,
  cursor: (state) => handleCursor(state.over) ?? (state.over.type === 'shape' ? 'move' : 'grabbing'),
  hint: () => 'select',
  move(state, input, context) {
    return distance(state.from, input) < CLICK_RADIUS ? undefined : startDrag(state, input, context);
  },
  up(state, input, context) {
    click(state, input, context);
    return { name: 'idle', over: targetAt(input, context) };
  },
  cancel: () => AT_REST,
};
