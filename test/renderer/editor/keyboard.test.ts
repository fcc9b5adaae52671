import { describe, expect, it } from 'vitest';
import { fc } from '#test/support/property.ts';
import { box } from './support/annotations.ts';
import { corners, createRig } from './support/rig.ts';

describe('nudge', () => {
  it('moves the selection at each press and stores it when the key is let go', () => {
    const rig = createRig([box(1, [10, 10, 50, 50])]);
    rig.editor.select([box(1, [10, 10, 50, 50]).id]);
    for (let press = 0; press < 5; press += 1) rig.editor.nudge.press(1, 0, 'move');
    rig.editor.nudge.press(0, -30, 'move');
    expect(rig.engine.received).toEqual([]);
    rig.editor.nudge.end();
    expect(rig.engine.received.map(({ title }) => title)).toEqual(['Move box']);
    expect(corners(rig.shown()[0])).toEqual([15, 0, 55, 40]);
  });

  it('resizes by the lower right corner, and does not turn the box over', () => {
    const rig = createRig([box(1, [10, 10, 20, 20])]);
    rig.editor.select([box(1, [10, 10, 20, 20]).id]);
    rig.editor.nudge.press(-10, 0, 'resize');
    rig.editor.nudge.press(-10, 10, 'resize');
    rig.editor.nudge.end();
    expect(corners(rig.shown()[0])).toEqual([10, 10, 11, 30]);
  });

  it('is stored before anything else is done', async () => {
    const rig = createRig([box(1, [10, 10, 50, 50])]);
    rig.editor.select([box(1, [10, 10, 50, 50]).id]);
    rig.editor.nudge.press(5, 0, 'move');
    rig.editor.chooseLabel('person');
    await rig.saver.whenIdle();
    expect(rig.engine.received.map(({ title }) => title)).toEqual(['Move box', 'Change label']);
    rig.editor.nudge.press(5, 0, 'move');
    rig.editor.cancel();
    expect(corners(rig.shown()[0])).toEqual([15, 10, 55, 50]);
  });
});

describe('cycling', () => {
  const shapes = [
    box(1, [200, 10, 250, 50]),
    box(2, [10, 10, 50, 50]),
    box(3, [10, 100, 300, 290]),
    box(4, [20, 110, 60, 150]),
  ] as const;
  const [right, left, large, inner] = shapes;

  it('goes through all shapes in reading order and round again', () => {
    const rig = createRig(shapes);
    const seen = [1, 1, 1, 1, 1].map(() => {
      rig.editor.cycle(1);
      return rig.editor.state.get().selection.ids[0];
    });
    expect(seen).toEqual([left.id, right.id, large.id, inner.id, left.id]);
    rig.editor.cycle(-1);
    expect(rig.editor.state.get().selection.ids).toEqual([inner.id]);
  });

  it('goes through those under the pointer when there are several', () => {
    const rig = createRig(shapes);
    rig.move(30, 120);
    rig.editor.cycle(1);
    expect(rig.editor.state.get().selection.ids).toEqual([inner.id]);
    rig.editor.cycle(1);
    expect(rig.editor.state.get().selection.ids).toEqual([large.id]);
    rig.editor.cycle(1);
    expect(rig.editor.state.get().selection.ids).toEqual([inner.id]);
  });

  it('reaches each shape once a round, whatever their number and direction', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), fc.constantFrom<1 | -1>(1, -1), (count, step) => {
        const many = Array.from({ length: count }, (_, index) =>
          box(index + 1, [(index * 37) % 300, (index * 53) % 200, ((index * 37) % 300) + 20, 260]),
        );
        const rig = createRig(many);
        const seen = many.map(() => {
          expect(rig.editor.cycle(step)).toBe(true);
          return rig.editor.state.get().selection.ids[0];
        });
        expect(new Set(seen).size).toBe(count);
        if (count === 0) expect(rig.editor.cycle(step)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('brings a shape that is out of view into it', () => {
    const rig = createRig(shapes);
    rig.editor.camera.zoomTo(8);
    rig.editor.select([left.id]);
    rig.editor.cycle(1);
    const { viewport, view } = rig.editor.state.get();
    const x = 225 * viewport.scale + viewport.x;
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(view.width);
  });
});
