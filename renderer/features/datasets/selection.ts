/** Which items of a list are selected, and where the keyboard stands. */

export type Selection = {
  readonly ids: ReadonlySet<string>;
  /** Place from which Shift extends; null: none yet. */
  readonly anchor: number | null;
  /** Place the keyboard and the side panel are at; null: nowhere. */
  readonly focus: number | null;
};

export const NOTHING: Selection = { ids: new Set(), anchor: null, focus: null };

/** A plain click: this one alone. */
export function selectOnly(index: number, id: string): Selection {
  return { ids: new Set([id]), anchor: index, focus: index };
}

/** A click with Ctrl: in or out, the others stay. */
export function toggle(selection: Selection, index: number, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: index, focus: index };
}

/** From the anchor to `index`, both included, the smaller first. */
export function span(selection: Selection, index: number): readonly [first: number, last: number] {
  const anchor = selection.anchor ?? index;
  return anchor <= index ? [anchor, index] : [index, anchor];
}

/** A click with Shift: exactly the ids of `span(selection, index)`; with `keep` (Ctrl too) the others stay. */
export function extend(
  selection: Selection,
  index: number,
  spanned: readonly string[],
  keep = false,
): Selection {
  const ids = new Set(keep ? [...selection.ids, ...spanned] : spanned);
  return { ids, anchor: selection.anchor ?? index, focus: index };
}

export type GridKey = { readonly key: string; readonly columns: number; readonly rows: number };

/** Where a key moves to in a grid of so many columns and so many rows on the screen; null: it is no such key. */
export function moved(focus: number | null, count: number, key: GridKey): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -key.columns,
    ArrowDown: key.columns,
    PageUp: -key.columns * key.rows,
    PageDown: key.columns * key.rows,
  };
  if (count === 0) return null;
  if (key.key === 'Home') return 0;
  if (key.key === 'End') return count - 1;
  const step = steps[key.key];
  if (step === undefined) return null;
  if (focus === null) return 0;
  const to = focus + step;
  if (Math.abs(step) === 1) return Math.min(count - 1, Math.max(0, to));
  // Up and down keep the column; at an edge they stay rather than slip into another one.
  if (to < 0) return key.key === 'PageUp' ? focus % key.columns : focus;
  if (to >= count) return key.key === 'PageDown' ? count - 1 : focus;
  return to;
}
