/** What the tools that make masks share: which mask they work on, how it is shown meanwhile and how it is stored. */
import { maskDifference, maskIntersection, maskUnion } from '#core/geometry/mask/combine.ts';
import { isEmpty, type Mask } from '#core/geometry/mask/mask.ts';
import { liveMask, maskOf } from '#core/geometry/mask/stored.ts';
import type { Geometry } from '#core/model/annotation.ts';
import type { Point } from '#core/model/common.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import type { StepName } from '../steps.ts';
import type { ToolContext } from './context.ts';

/** A mask that is there already, and is worked on. */
export type Target = { readonly id: AnnotationId; readonly mask: Mask };

/** `add` marks pixels, `take` clears them. */
export type Way = 'add' | 'take';

/**
 * The mask that is selected: marking goes on with it. One that was only just drawn is left alone once another label
 * was chosen, which begins another object.
 */
export function selectedMask(context: ToolContext): Target | null {
  const { selection, annotations, label } = context.state();
  const [id] = selection.ids;
  const annotation = id && selection.ids.length === 1 ? annotations.get(id) : undefined;
  if (!annotation || (selection.made === 'drawn' && annotation.label !== label)) return null;
  return maskTarget(annotation.id, annotation.geometry);
}

/** The selected mask, or else the first one under the point. */
export function maskAt(point: Point, context: ToolContext): Target | null {
  const { annotations } = context.state();
  const under = context.hits(point).flatMap((id) => {
    const annotation = annotations.get(id);
    return annotation ? (maskTarget(id, annotation.geometry) ?? []) : [];
  });
  return selectedMask(context) ?? under[0] ?? null;
}

function maskTarget(id: AnnotationId, geometry: Geometry): Target | null {
  return geometry.type === 'binary' ? { id, mask: maskOf(geometry) } : null;
}

/** Masks of other objects, but hidden ones. */
export function otherMasks(context: ToolContext, target: Target | null): readonly Target[] {
  const { annotations, hidden } = context.state();
  return [...annotations.values()].flatMap(({ id, geometry }) => {
    return id === target?.id || hidden.has(id) ? [] : (maskTarget(id, geometry) ?? []);
  });
}

/** What the marked pixels make of the target, the settings of the brush considered. */
export function worked(
  context: ToolContext,
  target: Target | null,
  others: readonly Target[],
  marked: Mask,
  way: Way,
): Mask {
  if (way === 'take') return target ? maskDifference(target.mask, marked) : marked;
  const { overlap } = context.state().brush;
  const free =
    overlap === 'around' ? others.reduce((rest, { mask }) => maskDifference(rest, mask), marked) : marked;
  return target ? maskUnion(target.mask, free) : free;
}

/** Shows it without storing it; null: nothing any more. */
export function showMask(context: ToolContext, target: Target | null, mask: Mask | null): void {
  if (target) context.draft(mask ? new Map([[target.id, liveMask(mask)]]) : new Map());
  else context.stroke(mask && !isEmpty(mask) ? liveMask(mask) : null);
}

/** Stores what was made of the target, or as a new annotation, as one step of the history; selects it. */
export function storeMask(
  context: ToolContext,
  target: Target | null,
  others: readonly Target[],
  made: Mask,
  step: StepName,
): void {
  showMask(context, target, null);
  const replaced =
    context.state().brush.overlap === 'replace' && step !== 'erase' ? losing(others, made) : [];
  const left = replaced.filter(({ mask }) => !isEmpty(mask));
  const gone = replaced.filter(({ mask }) => isEmpty(mask)).map(({ id }) => id);
  const isNothing = isEmpty(made);
  const stored = context.rework({
    step,
    change: new Map(
      [...left, ...(target && !isNothing ? [{ id: target.id, mask: made }] : [])].map(
        ({ id, mask }) => [id, liveMask(mask)] as const,
      ),
    ),
    add: target || isNothing ? [] : [{ geometry: liveMask(made) }],
    remove: [...gone, ...(target && isNothing ? [target.id] : [])],
  });
  const known = new Set(left.map(({ id }) => id));
  const [one] = stored.filter(({ id }) => !known.has(id));
  if (one) context.select([one.id], 'drawn');
}

/** The others without what is taken from them. */
function losing(others: readonly Target[], taken: Mask): Target[] {
  return others
    .filter(({ mask }) => !isEmpty(maskIntersection(mask, taken)))
    .map(({ id, mask }) => ({ id, mask: maskDifference(mask, taken) }));
}
