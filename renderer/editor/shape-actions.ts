/** What is done to the forms and places of selected shapes by a command, each as one step of the history. */
import { type Alignment, alignBoxes, distributeBoxes } from '#core/geometry/align.ts';
import { boxCenter, boxUnion } from '#core/geometry/box.ts';
import { type AreaType, ringsOf } from '#core/geometry/convert.ts';
import { fillHoles } from '#core/geometry/mask/components.ts';
import { combineAsMasks, convertShape, maskParts, withoutSpecks } from '#core/geometry/mask/convert.ts';
import { liveMask, maskOf } from '#core/geometry/mask/stored.ts';
import type { Point } from '#core/geometry/plane.ts';
import { type BooleanRule, combinePolygons, type Rings } from '#core/geometry/polygon-boolean.ts';
import { simplifyLine, simplifyRing } from '#core/geometry/simplify.ts';
import { joinLines } from '#core/geometry/slice.ts';
import type { Annotation, Geometry } from '#core/model/annotation.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import type { Clipboard } from './clipboard.ts';
import type { EditPorts, Edits } from './edits.ts';
import { kindOf } from './kinds/kinds.ts';
import { saying } from './kinds/note.ts';
import type { Picker } from './picker.ts';
import type { EditorState } from './state.ts';
import type { StepName } from './steps.ts';
import type { Store } from './store.ts';
import type { Rework } from './tools/context.ts';

/** View pixels between a shape and its duplicate. */
const DUPLICATE_OFFSET = 12;
/** Pixels of a mask's specks and holes that simplifying takes away. */
const SPECK = 64;
/** View pixels that a simplified line may be off. */
const SIMPLE_ENOUGH = 1;

/** Of the selected shapes. */
export type ShapeActions = {
  align(to: Alignment): void;
  distribute(axis: 'x' | 'y'): void;
  duplicate(): void;
  copy(): void;
  cut(): void;
  /** Where they were; a little aside where the same shapes are still there. */
  paste(): void;
  /** Copies of all that is on the item that was shown before, where they are there. */
  pastePrevious(): void;
  convert(to: AreaType | 'binary'): void;
  /** The one that was selected first, with the others joined to it, taken from it, or as far as they overlap it. */
  combine(rule: BooleanRule): void;
  /** A polygon's holes become shapes of their own, and lines of several lines single ones. */
  split(): void;
  fillHoles(): void;
  join(): void;
  simplify(): void;
  rotate(degrees: number): void;
  /** What a note says; a person's own last message is replaced, others' stay. */
  write(id: AnnotationId, text: string): void;
};

type Parts = {
  readonly store: Store<EditorState>;
  readonly picker: Picker;
  readonly edits: Edits;
  readonly clipboard: Clipboard;
  /** What was on the item before this one. */
  previous(): readonly Annotation[];
  /** Ends what is under way. */
  settle(): void;
  readonly ports: Pick<EditPorts, 'notice' | 'person' | 'now' | 'newChangeSetId'>;
};

const COMBINED = { union: 'merge', intersect: 'intersect', subtract: 'subtract' } as const satisfies Record<
  BooleanRule,
  StepName
>;

const polygonOf = (rings: Rings): Geometry => ({
  type: 'segment',
  coordinates: rings.map((ring) => [...ring]),
});

/** The shapes that a rule makes of the first and all others; null when one of them has no inside. */
function combined(shapes: readonly Geometry[], rule: BooleanRule): Rings[] | null {
  const [first, ...others] = shapes.map(ringsOf);
  if (!first || others.length === 0) return null;
  let left: Rings[] = [first];
  for (const other of others) {
    if (!other) return null;
    // A union takes what it has so far as one; else each piece is cut by itself.
    left =
      rule === 'union'
        ? combinePolygons(left.flat(), other, rule)
        : left.flatMap((piece) => combinePolygons(piece, other, rule));
  }
  return left;
}

function simplified(geometry: Geometry, tolerance: number): Geometry {
  if (geometry.type === 'segment') {
    return { ...geometry, coordinates: geometry.coordinates.map((ring) => simplifyRing(ring, tolerance)) };
  }
  if (geometry.type !== 'polyline') return geometry;
  return { ...geometry, coordinates: geometry.coordinates.map((line) => simplifyLine(line, tolerance)) };
}

/** The shapes that a shape falls into; itself alone when it does not. */
function parts(geometry: Geometry): Geometry[] {
  if (geometry.type === 'segment') return geometry.coordinates.map((ring) => polygonOf([ring]));
  if (geometry.type === 'binary') return maskParts(geometry);
  if (geometry.type !== 'polyline') return [geometry];
  return geometry.coordinates.map((line) => ({ type: 'polyline', coordinates: [line] }));
}

/** Shapes that become several; null when none becomes `least` at least. */
function pieces(
  shapes: readonly Annotation[],
  work: (shape: Annotation) => readonly Geometry[],
  least: number,
): Omit<Rework, 'step'> | null {
  const made = shapes.flatMap((like) => {
    const [first, ...rest] = work(like);
    return first && rest.length + 1 >= least ? [{ like, first, rest }] : [];
  });
  if (made.length === 0) return null;
  const add = made.flatMap(({ like, rest }) => rest.map((geometry) => ({ geometry, like })));
  return {
    change: new Map(made.map(({ like, first }) => [like.id, first])),
    ...(add.length > 0 ? { add } : {}),
  };
}

function hasMask(shapes: readonly Annotation[]): boolean {
  return shapes.some(({ geometry }) => geometry.type === 'binary');
}

export function createShapeActions({
  store,
  picker,
  edits,
  clipboard,
  previous,
  settle,
  ports,
}: Parts): ShapeActions {
  const { notice } = ports;

  function selected(): Annotation[] {
    settle();
    const { selection, annotations } = store.get();
    return selection.ids.flatMap((id) => annotations.get(id) ?? []);
  }

  function change(
    step: StepName,
    work: (shapes: readonly Annotation[]) => Omit<Rework, 'step'> | null,
  ): void {
    const shapes = selected();
    if (shapes.length === 0) return;
    const { editable } = store.get();
    const rework = editable ? work(shapes) : null;
    if (!rework) {
      notice(editable ? 'not-fitting' : 'read-only');
      return;
    }
    const done = edits.rework({ ...rework, step });
    if (rework.add && done.length > 0) picker.select(done.map(({ id }) => id));
  }

  /** Each shape by itself; those for which nothing comes out stay. */
  function reshape(step: StepName, work: (geometry: Geometry) => Geometry | null): void {
    change(step, (shapes) => {
      const entries = shapes.flatMap(({ id, geometry }): [AnnotationId, Geometry][] => {
        const made = work(geometry);
        return made ? [[id, made]] : [];
      });
      return entries.length > 0 ? { change: new Map(entries) } : null;
    });
  }

  function move(step: StepName, moves: (shapes: readonly Annotation[]) => readonly Point[]): void {
    const { item } = store.get();
    if (!item) return;
    change(step, (shapes) => {
      const steps = moves(shapes);
      const moved = shapes.map(({ id, geometry }, at) => {
        const { x, y } = steps[at] ?? { x: 0, y: 0 };
        return [id, kindOf(geometry).translate(geometry, x, y, item)] as const;
      });
      return { change: new Map(moved) };
    });
  }

  const boundsOf = ({ geometry }: Annotation) => kindOf(geometry).bounds(geometry);

  /** Copies on this item, moved by view pixels. */
  function place(step: StepName, annotations: readonly Annotation[], aside: number): void {
    const { item, viewport, editable } = store.get();
    if (!item || annotations.length === 0) return;
    if (!editable) {
      notice('read-only');
      return;
    }
    const by = aside / viewport.scale;
    const add = annotations.map((like) => {
      const { geometry } = like;
      return { geometry: by === 0 ? geometry : kindOf(geometry).translate(geometry, by, by, item), like };
    });
    const made = edits.rework({ step, add });
    picker.select(made.map(({ id }) => id));
    // A smaller picture has no room for all of them.
    if (made.length < annotations.length) notice('not-fitting');
  }

  const actions: ShapeActions = {
    align: (to) => move('align', (shapes) => alignBoxes(shapes.map(boundsOf), to)),
    distribute: (axis) => move('align', (shapes) => distributeBoxes(shapes.map(boundsOf), axis)),
    duplicate: () => place('duplicate', selected(), DUPLICATE_OFFSET),
    copy() {
      const shapes = selected();
      if (shapes.length > 0) clipboard.set(shapes);
    },
    cut() {
      actions.copy();
      change('remove', (shapes) => ({ remove: shapes.map(({ id }) => id) }));
    },
    paste() {
      settle();
      const copied = clipboard.get();
      const { annotations } = store.get();
      const there = copied.some(
        ({ id, geometry }) => JSON.stringify(annotations.get(id)?.geometry) === JSON.stringify(geometry),
      );
      place('paste', copied, there ? DUPLICATE_OFFSET : 0);
    },
    pastePrevious() {
      settle();
      place('paste', previous(), 0);
    },
    convert(to) {
      const { item } = store.get();
      change('convert', (shapes) =>
        item ? pieces(shapes, ({ geometry }) => convertShape(geometry, to, item), 1) : null,
      );
    },
    combine(rule) {
      change(COMBINED[rule], (shapes) => {
        const [first, ...others] = shapes;
        const { item } = store.get();
        const geometries = shapes.map(({ geometry }) => geometry);
        if (first && item && hasMask(shapes)) {
          const made = combineAsMasks(geometries, rule, item);
          const gone = rule === 'subtract' ? [] : others.map(({ id }) => id);
          return made && { change: new Map([[first.id, made]]), remove: gone };
        }
        const result = combined(geometries, rule);
        const [whole, ...pieces] = result ?? [];
        if (!first || !whole || (rule === 'union' && pieces.length + 1 >= shapes.length)) return null;
        return {
          change: new Map([[first.id, polygonOf(whole)]]),
          add: pieces.map((piece) => ({ geometry: polygonOf(piece), like: first })),
          // What was taken away is still what it was.
          remove: rule === 'subtract' ? [] : others.map(({ id }) => id),
        };
      });
    },
    split() {
      change('split', (shapes) => pieces(shapes, ({ geometry }) => parts(geometry), 2));
    },
    fillHoles() {
      reshape('fill', (geometry) => {
        if (geometry.type === 'binary') return liveMask(fillHoles(maskOf(geometry)));
        return geometry.type === 'segment' && geometry.coordinates.length > 1
          ? polygonOf(geometry.coordinates.slice(0, 1))
          : null;
      });
    },
    join() {
      // Masks that are joined are one mask, wherever its parts are.
      if (hasMask(selected())) return actions.combine('union');
      change('join', (shapes) => {
        const lines = shapes.flatMap(({ geometry }) =>
          geometry.type === 'polyline' ? geometry.coordinates : [],
        );
        const [first, ...others] = shapes;
        const only = shapes.every(({ geometry }) => geometry.type === 'polyline');
        if (!first || !only || lines.length < 2) return null;
        const joined: Point[] = lines.reduce<Point[]>(
          (sum, line) => (sum.length > 0 ? joinLines(sum, line) : line),
          [],
        );
        return {
          change: new Map([[first.id, { type: 'polyline', coordinates: [joined] }]]),
          remove: others.map(({ id }) => id),
        };
      });
    },
    simplify() {
      const tolerance = SIMPLE_ENOUGH / store.get().viewport.scale;
      reshape('simplify', (geometry) => {
        if (geometry.type === 'binary') return withoutSpecks(geometry, SPECK);
        return geometry.type === 'segment' || geometry.type === 'polyline'
          ? simplified(geometry, tolerance)
          : null;
      });
    },
    rotate(degrees) {
      const bounds = selected().map(boundsOf);
      if (bounds.length === 0) return;
      const center = boxCenter(bounds.reduce(boxUnion));
      reshape('rotate', (geometry) => kindOf(geometry).rotate?.(geometry, degrees, center) ?? null);
    },
    write(id, body) {
      const geometry = store.get().annotations.get(id)?.geometry;
      if (geometry?.type !== 'note' || !store.get().editable) return;
      const message = { id: ports.newChangeSetId(), creator: ports.person(), time: ports.now(), body };
      edits.rework({ step: 'write', change: new Map([[id, saying(geometry, message)]]) });
    },
  };
  return actions;
}
