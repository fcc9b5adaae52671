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
const PLACE = shape(3, { type: 'gis', coordinates: { geo_type: 'point', wgs84_geo_coordinates: [1, 2] } });

describe('shapes that are not drawn by hand', () => {
  it('are chosen, but neither moved nor stretched', async () => {
    const rig = createRig([NIGHT, PLACE]);
    rig.editor.select([NIGHT.id, PLACE.id]);
    expect(rig.editor.nudge.press(5, 5, 'move')).toBe(true);
    rig.editor.nudge.end();
    rig.drag([0, 0], [50, 50]);
    await rig.saver.whenIdle();
    const { annotations } = rig.editor.state.get();
    expect([...annotations.values()]).toEqual([NIGHT, PLACE]);
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
