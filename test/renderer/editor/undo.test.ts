/** Whatever is done, undone it never was: the same document, byte for byte. */
import { describe, expect, it } from 'vitest';
import { ALIGNMENTS } from '#core/geometry/align.ts';
import { AREA_TYPES } from '#core/geometry/convert.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { fc } from '#test/support/property.ts';
import { box } from './support/annotations.ts';
import { geometry } from './support/geometries.ts';
import { METHODS } from './support/methods.ts';
import { createRig, type Rig } from './support/rig.ts';

type Step = (rig: Rig) => void;

const select =
  (from: number, count: number): Step =>
  ({ editor }) => {
    const ids = [...editor.state.get().annotations.keys()];
    editor.select(ids.slice(from % Math.max(1, ids.length)).slice(0, count));
  };

const place = fc.record({ x: fc.integer({ min: 0, max: 400 }), y: fc.integer({ min: 0, max: 300 }) });
const command = fc.constantFrom<Step>(
  (rig) => rig.editor.forms.duplicate(),
  (rig) => rig.editor.forms.copy(),
  (rig) => rig.editor.forms.cut(),
  (rig) => rig.editor.forms.paste(),
  (rig) => rig.editor.forms.combine('union'),
  (rig) => rig.editor.forms.combine('subtract'),
  (rig) => rig.editor.forms.combine('intersect'),
  (rig) => rig.editor.forms.split(),
  (rig) => rig.editor.forms.join(),
  (rig) => rig.editor.forms.fillHoles(),
  (rig) => rig.editor.forms.simplify(),
  (rig) => rig.editor.forms.distribute('x'),
  (rig) => rig.editor.remove(),
  (rig) => rig.editor.chooseLabel('person'),
  (rig) => rig.editor.objects.toggle('locked'),
  (rig) => rig.editor.cancel(),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  command,
  fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 3 })).map(([from, count]) => select(from, count)),
  fc.tuple(place, place, fc.boolean(), fc.boolean()).map(
    ([from, to, shift, alt]): Step =>
      (rig) => {
        rig.editor.takeTool('select');
        rig.drag([from.x, from.y], [to.x, to.y], { shift, alt });
      },
  ),
  fc.constantFrom(...Object.entries(METHODS)).map(
    ([tool, method]): Step =>
      (rig) => {
        rig.editor.takeTool(tool as keyof typeof METHODS);
        method.draw(rig);
      },
  ),
  fc.tuple(place, place, fc.constantFrom('hole', 'knife')).map(
    ([a, b, tool]): Step =>
      (rig) => {
        rig.editor.takeTool(tool === 'hole' ? 'hole' : 'knife');
        rig.click(a.x, a.y);
        rig.click(b.x, b.y);
        rig.click(b.x, a.y);
        rig.editor.finish();
      },
  ),
  fc.constantFrom(...ALIGNMENTS).map(
    (to): Step =>
      (rig) =>
        rig.editor.forms.align(to),
  ),
  fc.constantFrom(...AREA_TYPES).map(
    (to): Step =>
      (rig) =>
        rig.editor.forms.convert(to),
  ),
  fc.integer({ min: -90, max: 90 }).map(
    (by): Step =>
      (rig) =>
        rig.editor.forms.rotate(by),
  ),
);

/** All that is said of the annotations; who touched them last and how often is another matter. */
function written(annotations: Iterable<Annotation>): string {
  const said = [...annotations].map(({ rev: _rev, updatedAt: _at, updatedBy: _by, ...rest }) => rest);
  return JSON.stringify(said.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
}

describe('undo', () => {
  it('brings back the document as it was, after any sequence of commands', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(geometry, { maxLength: 5 }),
        fc.array(step, { minLength: 1, maxLength: 10 }),
        async (shapes, steps) => {
          const annotations = shapes.map((shape, at) => ({ ...box(at + 1, [0, 0, 1, 1]), geometry: shape }));
          const rig = createRig(annotations);
          const before = written(annotations);
          for (const take of steps) take(rig);
          await rig.saver.whenIdle();
          expect(written(rig.engine.stored().values())).toBe(written(rig.shown()));
          while ((await rig.editor.undo()) !== null) await rig.saver.whenIdle();
          expect(written(rig.shown())).toBe(before);
          expect(written(rig.engine.stored().values())).toBe(before);
        },
      ),
      { numRuns: 120 },
    );
  });
});
