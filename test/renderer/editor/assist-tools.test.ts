import { describe, expect, it } from 'vitest';
import { boxMask, type Mask, maskArea, maskBounds, maskContains } from '#core/geometry/mask/mask.ts';
import { polygonMask } from '#core/geometry/mask/polygon.ts';
import { maskGeometry, maskOf } from '#core/geometry/mask/stored.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { createAssistant } from '#renderer/editor/assist/assistant.ts';
import type { Assist, Heard, Question } from '#renderer/editor/assist/questions.ts';
import type { ToolName } from '#renderer/editor/tools/names.ts';
import { painted } from './assist/pictures.ts';
import { box } from './support/annotations.ts';
import { createRig, PICTURE } from './support/rig.ts';

/** A red box on even ground, from 100, 80 to 220, 180. */
const THING = { left: 100, top: 80, right: 220, bottom: 180 };
const picture = painted(
  PICTURE.width,
  PICTURE.height,
  (x, y) =>
    x > THING.left && x < THING.right && y > THING.top && y < THING.bottom ? [200, 60, 50] : [70, 110, 90],
  4,
);
const assistant = createAssistant(picture, PICTURE);

/** Assistance that answers when the test says so: tools must bear that answers come late. */
function lateAssist() {
  let asked: { readonly question: Question; readonly hear: (heard: Heard) => void }[] = [];
  const questions: Question[] = [];
  const assist: Assist = {
    ask(question, hear) {
      if (!question) {
        asked = [];
        return;
      }
      questions.push(question);
      asked = [...asked.filter((each) => each.question.type !== question.type), { question, hear }];
    },
    dispose: () => {},
  };
  return {
    assist,
    questions,
    /** Answers what is asked, and what is asked after that. */
    answer(heard?: Heard) {
      for (let next = asked.shift(); next; next = asked.shift()) {
        next.hear(heard ?? assistant.answer(next.question, () => {}));
      }
    },
  };
}

function rigWith(tool: ToolName, annotations: readonly Annotation[] = []) {
  const late = lateAssist();
  const rig = createRig(annotations, true, late.assist);
  rig.editor.setBrush({ tolerance: 30, overlap: 'both' });
  rig.editor.takeTool(tool);
  return { ...rig, ...late };
}

function maskIn(annotation: Annotation | undefined): Mask {
  if (annotation?.geometry.type !== 'binary') throw new Error('This annotation is no mask.');
  return maskOf(annotation.geometry);
}

describe('the magic wand', () => {
  it('marks what is alike when the hand lets go', () => {
    const rig = rigWith('wand');
    rig.down(150, 120);
    rig.answer();
    expect(rig.editor.state.get().stroke).toMatchObject({ type: 'binary' });
    rig.up(150, 120);
    expect(maskBounds(maskIn(rig.shown()[0]))).toEqual(THING);
    expect(rig.engine.received).toMatchObject([{ title: 'paint' }]);
  });

  it('is set by how far the hand goes, and waits for the last answer', () => {
    const rig = rigWith('wand');
    rig.down(150, 120);
    rig.move(170, 120);
    rig.move(550, 120);
    expect(rig.editor.state.get().brush.tolerance).toBe(230);
    rig.up(550, 120);
    expect(rig.shown()).toEqual([]);
    expect(rig.editor.state.get().hint).toBe('wand-waits');
    rig.answer();
    expect(maskArea(maskIn(rig.shown()[0]))).toBe(PICTURE.width * PICTURE.height);
  });

  it('marks it everywhere with Shift and takes it away with Alt', () => {
    const rig = rigWith('wand', [
      { ...box(1, [0, 0, 1, 1]), geometry: maskGeometry(boxMask(PICTURE, { ...THING, left: 40 })) },
    ]);
    rig.down(150, 120, { alt: true });
    rig.answer();
    rig.up(150, 120);
    expect(maskBounds(maskIn(rig.shown()[0]))).toEqual({ ...THING, left: 40, right: 100 });
    expect(rig.engine.received).toMatchObject([{ title: 'erase' }]);
    rig.down(150, 120, { shift: true });
    expect(rig.questions.at(-1)).toMatchObject({ everywhere: true });
  });

  it('forgets all on Esc, and answers that come too late', () => {
    const rig = rigWith('wand');
    rig.down(150, 120);
    rig.move(250, 120);
    expect(rig.editor.cancel()).toBe(true);
    rig.answer();
    rig.up(250, 120);
    expect(rig.shown()).toEqual([]);
    expect(rig.editor.state.get()).toMatchObject({ stroke: null, brush: { tolerance: 30 } });
  });

  it('says so when there is nobody to ask', async () => {
    const rig = createRig();
    rig.editor.takeTool('wand');
    rig.click(150, 120);
    await Promise.resolve();
    expect(rig.notices).toEqual(['no-assist']);
    expect(rig.shown()).toEqual([]);
  });
});

describe('cutting out', () => {
  it('marks the thing in the box as a new object', () => {
    const rig = rigWith('cutout');
    rig.drag([80, 60], [240, 200]);
    expect(rig.editor.state.get().marquee).toEqual({ left: 80, top: 60, right: 240, bottom: 200 });
    rig.answer();
    expect(rig.editor.state.get().marquee).toBeNull();
    expect(maskBounds(maskIn(rig.shown()[0]))).toEqual(THING);
    expect(rig.editor.state.get().selection.ids).toEqual([rig.shown()[0]?.id]);
  });

  it('says that it takes its time, and stops on Esc', () => {
    const rig = rigWith('cutout');
    rig.drag([80, 60], [240, 200]);
    rig.answer({ type: 'progress', done: 0.3 });
    expect(rig.editor.state.get().hint).toBe('cutout-cutting');
    rig.editor.cancel();
    expect(rig.editor.state.get().marquee).toBeNull();
    rig.answer();
    expect(rig.shown()).toEqual([]);
  });

  it('says when nothing stands out, and asks nothing for a click', () => {
    const rig = rigWith('cutout');
    rig.click(80, 60);
    expect(rig.questions).toEqual([]);
    rig.drag([80, 60], [240, 200]);
    rig.answer({ type: 'cut', mask: boxMask(PICTURE, { left: 0, top: 0, right: 0, bottom: 0 }) });
    expect(rig.notices).toEqual(['nothing-found']);
  });
});

describe('intelligent scissors', () => {
  const click = (rig: ReturnType<typeof rigWith>, x: number, y: number) => {
    rig.move(x, y);
    rig.answer();
    rig.click(x, y);
    rig.answer();
  };

  it('draw a polygon along the edges from click to click', () => {
    const rig = rigWith('scissors');
    for (const [x, y] of [
      [102, 81],
      [219, 82],
      [218, 178],
      [101, 179],
    ] as const) {
      click(rig, x, y);
    }
    expect(rig.editor.state.get().guide).toMatchObject({ type: 'polyline' });
    rig.editor.finish();
    rig.answer();
    const [made] = rig.shown();
    const rings = made?.geometry.type === 'segment' ? made.geometry.coordinates : [];
    const area = maskArea(polygonMask(PICTURE, rings));
    expect(Math.abs(area - 120 * 100)).toBeLessThan(500);
    expect(rings.flat().length).toBeLessThan(50);
    expect(rig.editor.state.get().guide).toBeNull();
  });

  it('close straight where the cheapest way back is the line itself', () => {
    const rig = rigWith('scissors');
    for (const [x, y] of [
      [102, 81],
      [219, 82],
      [218, 178],
    ] as const) {
      click(rig, x, y);
    }
    rig.editor.finish();
    rig.answer();
    const [made] = rig.shown();
    const rings = made?.geometry.type === 'segment' ? made.geometry.coordinates : [];
    expect(maskArea(polygonMask(PICTURE, rings))).toBeGreaterThan(5000);
  });

  it('take clicks back and forget all', () => {
    const rig = rigWith('scissors');
    click(rig, 102, 81);
    click(rig, 219, 82);
    expect(rig.editor.state.get().hint).toBe('scissors-ready');
    rig.editor.pointer.back();
    expect(rig.editor.state.get().hint).toBe('scissors-cutting');
    rig.editor.pointer.back();
    expect(rig.editor.state.get()).toMatchObject({ hint: 'scissors', guide: null });
    click(rig, 102, 81);
    rig.editor.cancel();
    expect(rig.editor.state.get()).toMatchObject({ hint: 'scissors', guide: null });
    expect(rig.shown()).toEqual([]);
  });

  it('leave out a way that was asked for before the last click', () => {
    const rig = rigWith('scissors');
    click(rig, 102, 81);
    rig.move(219, 82);
    rig.answer();
    rig.click(219, 82);
    const before = rig.editor.state.get().guide;
    rig.answer({
      type: 'path',
      points: [
        { x: 10, y: 10 },
        { x: 20, y: 20 },
      ],
    });
    expect(rig.editor.state.get().guide).toBe(before);
    expect(maskContains(boxMask(PICTURE, THING), { x: 150, y: 100 })).toBe(true);
  });
});
