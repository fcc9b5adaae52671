/** Annotations that are not boxes: shown, chosen, labelled and deleted, and never changed by a slip of the hand. */
import { describe, expect, it } from 'vitest';
import type { Annotation } from '#core/model/annotation.ts';
import { kindOf } from '#renderer/editor/kinds/kinds.ts';
import { stroke } from '#renderer/editor/kinds/outline.ts';
import { box } from './support/annotations.ts';
import { createRecorder } from './support/recorder.ts';
import { createRig } from './support/rig.ts';

const at = (x: number, y: number) => ({ x, y });
const shape = (number: number, geometry: Annotation['geometry']): Annotation => ({
  ...box(number, [0, 0, 1, 1]),
  geometry,
});
const POLYGON = shape(1, { type: 'segment', coordinates: [[at(100, 100), at(200, 100), at(150, 200)]] });
const NIGHT = shape(2, { type: 'class' });
const TURNED = shape(3, { type: 'box', left: 300, top: 200, right: 340, bottom: 240, angle: 30 });

describe('shapes that are not drawn by hand', () => {
  it('are chosen, but neither moved nor stretched', async () => {
    const rig = createRig([POLYGON, NIGHT, TURNED]);
    rig.click(150, 120);
    expect(rig.editor.state.get().selection.ids).toEqual([POLYGON.id]);
    rig.drag([150, 120], [180, 160]);
    rig.drag([200, 200], [250, 250]);
    rig.drag([320, 220], [350, 250]);
    await rig.saver.whenIdle();
    const { annotations } = rig.editor.state.get();
    expect([...annotations.values()]).toEqual([POLYGON, NIGHT, TURNED]);
    expect(rig.engine.received).toEqual([]);
  });

  it('are nowhere to be clicked when they have no place', () => {
    const rig = createRig([NIGHT]);
    rig.click(0, 0);
    expect(rig.editor.state.get().selection.ids).toEqual([]);
  });

  it('are drawn as lines', () => {
    const { pen } = createRecorder();
    const drawn: string[] = [];
    const lines = {
      ...pen,
      moveTo: (x: number, y: number) => void drawn.push(`to ${x},${y}`),
      lineTo: (x: number, y: number) => void drawn.push(`line ${x},${y}`),
    };
    stroke(lines, POLYGON.geometry, { scale: 1, x: 0, y: 0 }, '#fff', 2);
    expect(drawn).toEqual(['to 100,100', 'line 200,100', 'line 150,200', 'line 100,100']);
    drawn.length = 0;
    stroke(lines, NIGHT.geometry, { scale: 1, x: 0, y: 0 }, '#fff', 2);
    expect(drawn).toEqual([]);
    expect(kindOf(NIGHT.geometry).problem(NIGHT.geometry, { width: 1, height: 1 })).toBeNull();
  });
});
