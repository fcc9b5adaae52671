import { expect, test } from 'vitest';
import { isAdjusted, RANGES, readAids, UNADJUSTED, USUAL_AIDS } from '#renderer/editor/aids.ts';
import { fc } from '#test/support/property.ts';
import { createRig } from './support/rig.ts';

test('aids are kept and read again', () => {
  const aids = { ...USUAL_AIDS, gamma: 1.5, invert: true, snap: true, crosshair: 'never', grid: 64 } as const;
  expect(readAids(JSON.parse(JSON.stringify(aids)))).toEqual(aids);
});

test('what was kept by another version, or damaged, is as usual where it does not fit', () => {
  expect(readAids(null)).toEqual(USUAL_AIDS);
  expect(
    readAids({ gamma: 'x', crosshair: 'often', grid: 1e9, contrast: -4, snap: 1, unheardOf: true }),
  ).toEqual({
    ...USUAL_AIDS,
    grid: RANGES.grid[1],
    contrast: RANGES.contrast[0],
  });
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...Object.keys(USUAL_AIDS)), fc.jsonValue()),
      (a, b) => {
        for (const value of [a, b]) {
          const read = readAids(value);
          expect(Object.keys(read)).toEqual(Object.keys(USUAL_AIDS));
          for (const [key, [least, most]] of Object.entries(RANGES)) {
            const number = read[key as keyof typeof RANGES];
            expect(number >= least && number <= most).toBe(true);
          }
        }
      },
    ),
  );
});

test('a picture is adjusted by what changes how it is shown, not by what helps to place', () => {
  expect(isAdjusted(USUAL_AIDS)).toBe(false);
  expect(isAdjusted({ ...USUAL_AIDS, grid: 9, snap: true, smooth: true })).toBe(false);
  expect(isAdjusted({ ...USUAL_AIDS, saturation: 0 })).toBe(true);
  expect(isAdjusted({ ...USUAL_AIDS, ...UNADJUSTED })).toBe(false);
});

test('the middle of the view is brought to a point of the picture', () => {
  const { editor } = createRig();
  editor.camera.zoomTo(4);
  editor.camera.center({ x: 100, y: 200 });
  const { viewport, view } = editor.state.get();
  expect((view.width / 2 - viewport.x) / viewport.scale).toBeCloseTo(100);
  expect((view.height / 2 - viewport.y) / viewport.scale).toBeCloseTo(200);
});

test('no key brings an adjustment out of its range', () => {
  const { editor } = createRig();
  for (let press = 0; press < 40; press += 1)
    editor.setAids({ brightness: editor.state.get().aids.brightness * 1.2 });
  expect(editor.state.get().aids.brightness).toBe(RANGES.brightness[1]);
});
