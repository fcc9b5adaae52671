import { expect, it } from 'vitest';
import { MAP_SIZE, mapView, seenArea } from '#renderer/ui/flow/map-view.ts';

const NODES = { x: 0, y: 0, width: 1500, height: 450 };
const numbers = (text: string) => text.split(' ').map(Number);

it('shows all cards and the seen area in the form of the map', () => {
  const [x = 0, y = 0, width = 0, height = 0] = numbers(
    mapView({ x: 200, y: 100, width: 300, height: 200 }, NODES).viewBox,
  );
  expect(width / height).toBeCloseTo((MAP_SIZE.width + 10) / (MAP_SIZE.height + 10));
  expect([x, y]).toEqual([-50, -275]);
  expect([x + width, y + height]).toEqual([1550, 725]);
});

it('cuts the seen area out of what it dims', () => {
  const seen = { x: 200, y: 100, width: 300, height: 200 };
  expect(mapView(seen, NODES).mask).toContain('M200,100h300v200h-300z');
});

it('follows a canvas that shows more than the cards, and one without cards', () => {
  const far = { x: -3000, y: -2000, width: 9000, height: 5400 };
  for (const nodes of [NODES, { x: 0, y: 0, width: 0, height: 0 }]) {
    const [x = 0, , width = 0] = numbers(mapView(far, nodes).viewBox);
    expect([x, x + width]).toEqual([-3300, 6300]);
  }
});

it('turns a place of the canvas into an area of the graph', () => {
  expect(seenArea({ x: -100, y: 50, zoom: 0.5 }, { width: 800, height: 600 })).toEqual({
    x: 200,
    y: -100,
    width: 1600,
    height: 1200,
  });
});
