/** The editor on the real engine and its database. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { enginePorts } from '../editor/support/engine-ports.ts';
import { corners, createRigOn, type EnginePorts } from '../editor/support/rig.ts';

/** The engine's calls; `faults` lose the answers to the next ones, as a restart of the engine does. */
function portsOf({ calls }: World, faults: { left: number }): EnginePorts {
  const ports = enginePorts(calls);
  return {
    ...ports,
    async save(change) {
      await ports.save(change);
      if (faults.left > 0) {
        faults.left -= 1;
        throw new SluiceError('engine-restarted', 'The engine was restarted.');
      }
    },
  };
}

describe('editor on the engine', () => {
  let world: World;
  let item: Item;
  const faults = { left: 0 };

  beforeEach(async () => {
    world = await openWorld();
    const project = await world.calls['projects.create']({ name: 'Boxes' });
    const dataset = await world.calls['datasets.create']({
      projectId: project.id,
      name: 'Pictures',
      recipeId: null,
    });
    item = world.arrive(dataset.id, 'a.png');
    faults.left = 0;
  });
  afterEach(async () => {
    await world.close();
  });

  /** Another window on the item. */
  async function openEditor() {
    const annotations = await world.calls['annotations.list']({ itemId: item.id });
    const rig = createRigOn(portsOf(world, faults), {
      item: { id: item.id, width: 400, height: 300 },
      annotations,
      editable: true,
    });
    rig.editor.takeTool('box');
    return rig;
  }

  const stored = async () => await world.calls['annotations.list']({ itemId: item.id });

  it('stores what is drawn, moved, relabelled and deleted', async () => {
    const rig = await openEditor();
    rig.drag([10, 10], [60, 60]);
    rig.drag([100, 100], [160, 160]);
    rig.drag([200, 200], [260, 260]);
    rig.editor.takeTool('select');
    rig.drag([30, 30], [40, 50]);
    rig.editor.chooseLabel('person');
    rig.click(130, 130);
    rig.editor.remove();
    await rig.saver.whenIdle();
    expect((await stored()).map((each) => [each.label, corners(each)])).toEqual([
      ['person', [20, 30, 70, 80]],
      ['car', [200, 200, 260, 260]],
    ]);
    expect(rig.shown()).toEqual(await stored());
  });

  it('stores a change once when its answer is lost', async () => {
    const rig = await openEditor();
    faults.left = 3;
    rig.drag([10, 10], [60, 60]);
    rig.drag([100, 100], [160, 160]);
    await rig.saver.whenIdle();
    expect(await stored()).toHaveLength(2);
    expect(await world.calls['annotations.history']({ itemId: item.id })).toHaveLength(2);
  });

  it('takes steps back and does them again in another window after a crash', async () => {
    const before = await openEditor();
    before.drag([10, 10], [60, 60]);
    before.drag([100, 100], [160, 160]);
    await before.saver.whenIdle();
    await world.crash();
    world = await openWorld({ folder: world.folder });
    const rig = await openEditor();
    expect((await rig.editor.undo())?.title).toBe('Draw box');
    expect(rig.shown().map(corners)).toEqual([[10, 10, 60, 60]]);
    await rig.editor.redo();
    rig.editor.select(rig.shown().map(({ id }) => id));
    rig.editor.nudge.press(5, 5, 'move');
    while (await rig.editor.undo());
    expect(rig.shown()).toEqual([]);
    expect(await stored()).toEqual([]);
  });

  it('shows what going back and restoring bring', async () => {
    const rig = await openEditor();
    rig.drag([10, 10], [60, 60]);
    rig.drag([100, 100], [160, 160]);
    rig.editor.select(rig.shown().map(({ id }) => id));
    rig.editor.remove();
    await rig.saver.whenIdle();
    const { steps } = await world.calls['annotations.steps']({ itemId: item.id });
    await rig.editor.past.goTo(steps.at(-1)?.id ?? '');
    expect(rig.shown().map(corners)).toEqual([[10, 10, 60, 60]]);
    const gone = await world.calls['annotations.deleted']({ itemId: item.id });
    await rig.editor.past.restore(gone.map(({ annotation }) => annotation.id));
    expect(rig.shown().map(corners)).toEqual([
      [10, 10, 60, 60],
      [100, 100, 160, 160],
    ]);
    expect(await stored()).toEqual(rig.shown());
  });

  it('brings two windows on one item to the same end, and loses no new box', async () => {
    const [ann, bob] = [await openEditor(), await openEditor()];
    ann.drag([10, 10], [60, 60]);
    await ann.saver.whenIdle();
    await bob.editor.refresh();
    // Both move the same box; bob is the slower one, and draws another meanwhile.
    for (const rig of [ann, bob]) rig.editor.takeTool('select');
    ann.drag([30, 30], [50, 30]);
    bob.drag([30, 30], [30, 90]);
    bob.editor.takeTool('box');
    bob.drag([200, 200], [260, 260]);
    await ann.saver.whenIdle();
    await bob.saver.whenIdle();
    await ann.editor.refresh();
    expect(ann.shown()).toEqual(await stored());
    expect(bob.shown()).toEqual(await stored());
    expect((await stored()).map(corners)).toEqual([
      [30, 10, 80, 60],
      [200, 200, 260, 260],
    ]);
  });
});
