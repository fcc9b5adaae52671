/** Each drawing method in each mode: drawn, stored, changed, moved, taken back, and all of that by keys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readGeometry, writeCoordinates } from '#core/formats/dataloop/annotation-shapes.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { geometrySchema } from '#core/model/annotation.ts';
import { STEP_NAMES } from '#renderer/editor/steps.ts';
import { TOOL_NAMES, type ToolName } from '#renderer/editor/tools/names.ts';
import { specOf } from '#renderer/editor/tools/registry.ts';
import { methodTable } from './support/method-words.ts';
import { METHODS, type Method } from './support/methods.ts';
import { createRig, type Rig } from './support/rig.ts';

const METHOD_LIST = Object.entries(METHODS) as [ToolName, Method][];

/** The annotations as they would be written to a file: what is there, not how it came about. */
function written(rig: Rig): string {
  return JSON.stringify(
    rig.shown().map(({ id, label, geometry, attributes }) => ({ id, label, geometry, attributes })),
  );
}

async function drawn(tool: ToolName, method: Method): Promise<{ rig: Rig; made: Annotation }> {
  const rig = createRig();
  rig.editor.takeTool(tool);
  method.draw(rig);
  await rig.saver.whenIdle();
  const [made, ...others] = rig.shown();
  if (!made) throw new Error(`${tool} drew nothing`);
  expect(others).toEqual([]);
  return { rig, made };
}

function goTo({ editor }: Rig, [x, y]: readonly [number, number]): void {
  const { pointer, viewport } = editor.state.get();
  const at = pointer ?? { x: 0, y: 0 };
  const dx = x - (at.x - viewport.x) / viewport.scale;
  const dy = y - (at.y - viewport.y) / viewport.scale;
  editor.keyboard.move(dx, dy);
}

describe.each(METHOD_LIST)('%s', (tool, method) => {
  it('is drawn, stored at once, and ready for the next one', async () => {
    const { rig, made } = await drawn(tool, method);
    expect(made.geometry.type).toBe(method.type);
    expect(geometrySchema.parse(made.geometry)).toEqual(made.geometry);
    expect(rig.engine.received).toHaveLength(1);
    expect(rig.editor.state.get()).toMatchObject({ tool, stroke: null, selection: { made: 'drawn' } });
    const wire = JSON.parse(JSON.stringify(writeCoordinates(made.geometry)));
    expect(readGeometry(made.geometry.type, wire, 'it')).toEqual(made.geometry);
  });

  it('changes its form, and undo brings the same document back byte for byte', async () => {
    if (method.edit === null) return;
    const { rig, made } = await drawn(tool, method);
    const before = written(rig);
    rig.editor.takeTool('select');
    rig.editor.select([made.id]);
    rig.drag(...method.edit);
    await rig.saver.whenIdle();
    expect(rig.engine.received).toHaveLength(2);
    expect(written(rig)).not.toBe(before);
    await rig.editor.undo();
    expect(written(rig)).toBe(before);
    await rig.editor.undo();
    expect(rig.shown()).toEqual([]);
  });

  it('is moved as a whole by mouse and by arrow keys, and taken back', async () => {
    const { rig, made } = await drawn(tool, method);
    const before = written(rig);
    rig.editor.takeTool('select');
    const [x, y] = method.inside;
    rig.drag([x, y], [x + 12, y - 7]);
    rig.editor.nudge.press(-10, 0, 'move');
    rig.editor.nudge.end();
    await rig.saver.whenIdle();
    expect(rig.engine.received.map(({ diffs }) => diffs[0]?.id)).toEqual([made.id, made.id, made.id]);
    await rig.editor.undo();
    await rig.editor.undo();
    expect(written(rig)).toBe(before);
  });

  it('is drawn by keys as it is by hand', async () => {
    const rig = createRig();
    rig.editor.takeTool(tool);
    rig.editor.keyboard.take();
    for (const place of method.keys) {
      goTo(rig, place);
      expect(rig.editor.enter()).toBe(true);
    }
    if (method.ends) rig.editor.enter();
    await rig.saver.whenIdle();
    expect(rig.shown().map(({ geometry }) => geometry.type)).toEqual([method.type]);
    expect(rig.editor.state.get().stroke).toBeNull();
  });

  it('is changed by keys as by hand', async () => {
    if (method.edit === null) return;
    const [byHand, byKeys] = [await drawn(tool, method), await drawn(tool, method)];
    for (const { rig, made } of [byHand, byKeys]) {
      rig.editor.takeTool('select');
      rig.editor.select([made.id]);
    }
    byHand.rig.drag(...method.edit);
    byKeys.rig.editor.keyboard.take();
    for (const place of method.edit) {
      goTo(byKeys.rig, place);
      byKeys.rig.editor.enter();
    }
    expect(byKeys.rig.shown()[0]?.geometry).toEqual(byHand.rig.shown()[0]?.geometry);
  });

  it('is forgotten by Esc in the middle, with the tool still in the hand', () => {
    const rig = createRig();
    rig.editor.takeTool(tool);
    const [x, y] = method.keys[0] ?? [10, 10];
    rig.down(x, y);
    rig.move(x + 30, y + 30);
    const begun = rig.editor.state.get().stroke !== null;
    if (begun) expect(rig.editor.cancel()).toBe(true);
    rig.up(x + 30, y + 30);
    if (begun) expect(rig.shown()).toEqual([]);
    expect(rig.editor.state.get()).toMatchObject({ tool, stroke: null });
  });
});

describe('the help', () => {
  it('has a table of all methods and modes, made of the list of tools', () => {
    const root = join(import.meta.dirname, '../../..');
    const { tool } = JSON.parse(readFileSync(join(root, 'resources/i18n/en/studio.json'), 'utf8'));
    const page = readFileSync(join(root, 'resources/help/studio.md'), 'utf8');
    expect(page).toContain(methodTable((name) => tool[name]));
  });

  it('and the screen have words for every tool and every hint', () => {
    const root = join(import.meta.dirname, '../../..');
    const words = JSON.parse(readFileSync(join(root, 'resources/i18n/en/studio.json'), 'utf8'));
    for (const name of TOOL_NAMES) {
      expect(words.tool).toHaveProperty([name]);
      for (const hint of specOf(name).hints) expect(words.hint).toHaveProperty([hint]);
    }
    for (const step of STEP_NAMES) expect(words.step).toHaveProperty([step]);
  });
});
