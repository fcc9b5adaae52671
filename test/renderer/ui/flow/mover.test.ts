import { describe, expect, it } from 'vitest';
import { runsOut, shiftOf } from '#renderer/ui/flow/mover.ts';

const place = (view: { x: number; y: number; zoom: number }, x: number, y: number) => [
  view.x + x * view.zoom,
  view.y + y * view.zoom,
];

it('shifts what was drawn for one place of the canvas to where another shows it', () => {
  const told = { x: 40, y: -12, zoom: 0.5 };
  const shown = { x: -200, y: 75, zoom: 2 };
  for (const [x, y] of [
    [0, 0],
    [310, -95],
  ] as const) {
    const [drawnX = 0, drawnY = 0] = place(told, x, y);
    expect(place(shiftOf(told, shown), drawnX, drawnY)).toEqual(place(shown, x, y));
  }
});

it('leaves alone what did not move', () => {
  const told = { x: 40, y: -12, zoom: 0.3 };
  expect(shiftOf(told, told)).toEqual({ x: 0, y: 0, zoom: 1 });
});

describe('the dots reach one canvas further at each side', () => {
  const size = { width: 800, height: 600 };
  it.each([
    ['where they were drawn', { x: 0, y: 0, zoom: 1 }, false],
    ['a whole canvas to the right', { x: 800, y: 0, zoom: 1 }, false],
    ['more than that', { x: 801, y: 0, zoom: 1 }, true],
    ['a whole canvas up', { x: 0, y: -600, zoom: 1 }, false],
    ['more than that, up', { x: 0, y: -601, zoom: 1 }, true],
    ['a third as large, in the middle', { x: 800 / 3, y: 200, zoom: 0.334 }, false],
    ['smaller', { x: 300, y: 220, zoom: 0.25 }, true],
    ['as large as can be', { x: -2000, y: -2000, zoom: 9 }, false],
  ])('%s', (_where, shift, ends) => expect(runsOut(shift, size)).toBe(ends));
});
