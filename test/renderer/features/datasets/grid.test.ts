import { describe, expect, it } from 'vitest';
import { GAP, layoutGrid, topToShow, visibleRange } from '#renderer/features/datasets/grid-layout.ts';
import { afterScroll, mustSettle, realHeight, realOf } from '#renderer/features/datasets/scroll-map.ts';
import { extend, moved, NOTHING, selectOnly, span, toggle } from '#renderer/features/datasets/selection.ts';
import { fc } from '#test/support/property.ts';

const sizes = fc.record({
  width: fc.integer({ min: 50, max: 4000 }),
  thumb: fc.integer({ min: 90, max: 320 }),
  count: fc.integer({ min: 0, max: 1_000_000 }),
});

describe('layoutGrid', () => {
  it('fills the width with whole cells, none narrower than asked unless there is one alone', () => {
    fc.assert(
      fc.property(sizes, ({ width, thumb, count }) => {
        const layout = layoutGrid(width, thumb, count);
        expect(layout.columns * layout.cellWidth + (layout.columns + 1) * GAP).toBeLessThanOrEqual(
          Math.max(width, layout.cellWidth + 2 * GAP),
        );
        if (layout.columns > 1) expect(layout.cellWidth).toBeGreaterThanOrEqual(thumb);
        expect(layout.rows * layout.columns).toBeGreaterThanOrEqual(count);
      }),
    );
  });

  it('draws every item that is in sight', () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), ({ width, thumb, count }, share) => {
        const layout = layoutGrid(width, thumb, count);
        const top = share * Math.max(0, layout.height - 800);
        const [first, last] = visibleRange(layout, top, 800, count, 0);
        if (count === 0) {
          expect(last).toBeLessThan(first);
          return;
        }
        expect(Math.floor(first / layout.columns) * layout.rowHeight).toBeLessThanOrEqual(top);
        const rowBelow = Math.floor((last + 1) / layout.columns) * layout.rowHeight;
        expect(last === count - 1 || rowBelow >= top + 800).toBe(true);
      }),
    );
  });

  it('scrolls no further than it must to show an item', () => {
    const layout = layoutGrid(1000, 160, 1000);
    expect(topToShow(layout, 0, 500, 600)).toBe(0);
    expect(topToShow(layout, 0, 0, 600)).toBe(0);
    const far = topToShow(layout, 500, 0, 600);
    const [first, last] = visibleRange(layout, far, 600, 1000, 0);
    expect(500 >= first && 500 <= last).toBe(true);
    expect(topToShow(layout, 500, far, 600)).toBe(far);
  });
});

describe('scroll map', () => {
  const small = { height: 50_000, viewport: 800 };
  const huge = { height: 60_000_000, viewport: 800 };

  it('leaves lists alone that an element can hold', () => {
    expect(realHeight(small)).toBe(50_000);
    expect(afterScroll(small, { real: 0, top: 0 }, 30_000)).toEqual({ real: 30_000, top: 30_000 });
    expect(mustSettle(small, { real: 0, top: 500 })).toBe(false);
  });

  it('moves by as many pixels as the hand moved', () => {
    const place = { real: realOf(huge, 30_000_000), top: 30_000_000 };
    expect(afterScroll(huge, place, place.real + 120).top).toBe(30_000_120);
    expect(afterScroll(huge, place, place.real - 120).top).toBe(29_999_880);
  });

  it('jumps by proportion with the scroll bar, and reaches both ends', () => {
    const most = realHeight(huge) - huge.viewport;
    expect(afterScroll(huge, { real: 0, top: 0 }, most).top).toBe(huge.height - huge.viewport);
    expect(afterScroll(huge, { real: most, top: 59_000_000 }, 0).top).toBe(0);
    expect(afterScroll(huge, { real: 0, top: 0 }, most / 2).top).toBeCloseTo((huge.height - 800) / 2, 0);
  });

  it('wants to be put right at an end of the element that is none of the list', () => {
    expect(mustSettle(huge, { real: 0, top: 30_000_000 })).toBe(true);
    expect(mustSettle(huge, { real: 0, top: 0 })).toBe(false);
  });

  it('finds back to a place it stands for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: huge.height - huge.viewport }), (top) => {
        const real = realOf(huge, top);
        expect(real).toBeLessThanOrEqual(realHeight(huge) - huge.viewport);
        const jumped = afterScroll(huge, { real: real > 1e6 ? 0 : 11_000_000, top: 0 }, real).top;
        expect(Math.abs(jumped - top)).toBeLessThan(1);
      }),
    );
  });
});

describe('selection', () => {
  it('selects one, adds and takes away', () => {
    const one = selectOnly(3, 'c');
    const two = toggle(one, 5, 'e');
    expect([...two.ids]).toEqual(['c', 'e']);
    expect([...toggle(two, 3, 'c').ids]).toEqual(['e']);
    expect(one.ids.size).toBe(1);
  });

  it('extends from where it began, in both directions', () => {
    const one = selectOnly(3, 'd');
    expect(span(one, 6)).toEqual([3, 6]);
    expect(span(one, 1)).toEqual([1, 3]);
    const more = extend(one, 5, ['d', 'e', 'f']);
    expect(more.anchor).toBe(3);
    expect([...extend(more, 2, ['c', 'd']).ids]).toEqual(['c', 'd']);
    expect([...extend(more, 2, ['c', 'd'], true).ids].sort()).toEqual(['c', 'd', 'e', 'f']);
    expect(span(NOTHING, 4)).toEqual([4, 4]);
  });

  it('moves by keys without leaving the list or the column', () => {
    const to = (key: string, focus: number | null) => moved(focus, 10, { key, columns: 4, rows: 2 });
    expect(to('ArrowRight', null)).toBe(0);
    expect(to('ArrowRight', 9)).toBe(9);
    expect(to('ArrowLeft', 0)).toBe(0);
    expect(to('ArrowDown', 1)).toBe(5);
    expect(to('ArrowDown', 7)).toBe(7);
    expect(to('ArrowUp', 2)).toBe(2);
    expect(to('PageDown', 3)).toBe(9);
    expect(to('PageUp', 6)).toBe(2);
    expect(to('End', 1)).toBe(9);
    expect(to('a', 1)).toBeNull();
    expect(moved(null, 0, { key: 'Home', columns: 4, rows: 2 })).toBeNull();
  });
});
