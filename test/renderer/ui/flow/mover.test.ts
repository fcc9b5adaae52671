import { expect, it } from 'vitest';
import { shiftOf } from '#renderer/ui/flow/mover.ts';

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
