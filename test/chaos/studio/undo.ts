/**
 * Whatever is done in the editor, undone it never was: after each step back and forth the real engine's database holds
 * what it held before and after that step, byte for byte.
 */
import { isDeepStrictEqual } from 'node:util';
import { createAnnotation } from '#core/annotation/commands.ts';
import type { Geometry } from '#core/model/annotation.ts';
import { annotationIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { type Act, act, anyAct } from '#test/renderer/editor/support/acts.ts';
import { enginePorts } from '#test/renderer/editor/support/engine-ports.ts';
import { geometry } from '#test/renderer/editor/support/geometries.ts';
import { createRigOn, type Hand, PICTURE } from '#test/renderer/editor/support/rig.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { fc } from '#test/support/property.ts';
import { type Documents, watchDocuments } from './documents.ts';

export type UndoOptions = {
  /** Sequences of acts. */
  readonly runs: number;
  /** What the sequences depend on; the tests' usual one when absent. */
  readonly seed?: number;
};

const MOST_STEPS = 12;

/** Where a sequence of acts takes place. */
type Place = { readonly world: World; readonly item: Item; readonly documents: Documents };
type Step = { readonly words: string; perform(hand: Hand, place: Place): unknown };

/** @throws Error that names the shortest sequence of acts after which something is wrong */
export async function checkUndo({ runs, seed }: UndoOptions): Promise<void> {
  const world = await openWorld();
  try {
    const { id: projectId } = await world.calls['projects.create']({ name: 'Undo' });
    const { id } = await world.calls['datasets.create']({ projectId, name: 'Pictures', recipeId: null });
    let items = 0;
    const shapes = fc.array(geometry, { maxLength: 4 });
    const steps = fc.array(anyStep, { minLength: 1, maxLength: MOST_STEPS });
    const property = fc.asyncProperty(shapes, steps, async (brought, sequence) => {
      items += 1;
      const item = world.arrive(id, `${items}.png`);
      const documents = watchDocuments(world.db, item.id, enginePorts(world.calls));
      const place = { world, item, documents };
      await bring(place, brought);
      await follow(place, sequence);
    });
    await fc.assert(property, { numRuns: runs, ...(seed === undefined ? {} : { seed }) });
  } finally {
    await world.close();
  }
}

/** Steps of the history itself, between what is done. */
const stepping: fc.Arbitrary<Act | Step> = fc.oneof(
  fc.constant(act('undo', ({ editor }) => editor.undo())),
  fc.constant(act('redo', ({ editor }) => editor.redo())),
  fc.nat(9).map((nth) => step(`go to step ${nth}`, goTo(nth))),
  fc.nat(3).map((nth) => step(`restore the deleted from ${nth} on`, restore(nth))),
);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 7, arbitrary: anyAct },
  { weight: 1, arbitrary: stepping },
);

function step(words: string, perform: Step['perform']): Step {
  return Object.assign({ words, perform }, { [fc.toStringMethod]: () => words });
}

/** The nth step that the history shows; to before the first one with 0. */
function goTo(nth: number): Step['perform'] {
  return async ({ editor, saver }, { documents }) => {
    await saver.whenIdle();
    const steps = [null, ...documents.steps()];
    await editor.past.goTo(steps[nth % steps.length] ?? null);
  };
}

function restore(nth: number): Step['perform'] {
  return async ({ editor, saver }, { world, item }) => {
    await saver.whenIdle();
    const gone = await world.calls['annotations.deleted']({ itemId: item.id });
    const ids = gone.slice(nth).map(({ annotation }) => annotation.id);
    if (ids.length > 0) await editor.past.restore(ids);
  };
}

/** Shapes as a program writes them: other than those that people draw here. */
async function bring({ world, item, documents }: Place, shapes: readonly Geometry[]): Promise<void> {
  if (shapes.length === 0) return;
  const { ids } = world.ctx.ports;
  const diffs = shapes.map((shape) => {
    const made = { id: annotationIdSchema.parse(ids.next()), itemId: item.id, label: 'car', geometry: shape };
    return createAnnotation(made, { person: 'ann', at: 1000 });
  });
  await documents.ports.save({ itemId: item.id, changeSetId: ids.next(), title: 'Import', diffs });
}

async function follow(place: Place, sequence: readonly Step[]): Promise<void> {
  const { documents } = place;
  const hand = await openEditor(place);
  for (const { perform } of sequence) await perform(hand, place);
  await expectWell(hand, place);
  // In another window, that knows only what is stored.
  const other = await openEditor(place);
  while ((await other.editor.undo()) !== null);
  expectNone(documents.left().behind, 'to be undone');
  await expectWell(other, place);
  while ((await other.editor.redo()) !== null);
  expectNone(documents.left().ahead, 'to be done again');
  await expectWell(other, place);
}

async function openEditor({ world, item, documents }: Place): Promise<Hand> {
  const annotations = await world.calls['annotations.list']({ itemId: item.id });
  return createRigOn(documents.ports, { item: { ...PICTURE, id: item.id }, annotations, editable: true });
}

function expectNone(count: number, what: string): void {
  if (count > 0) throw new Error(`${count} steps were left ${what}.`);
}

/** All is as it was at each step, and the window shows what is stored. */
async function expectWell({ saver, shown }: Hand, { world, item, documents }: Place): Promise<void> {
  await saver.whenIdle();
  if (documents.wrongs.length > 0) throw new Error(documents.wrongs.join('\n  '));
  const stored = await world.calls['annotations.list']({ itemId: item.id });
  const seen = shown().toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(seen)), JSON.parse(JSON.stringify(stored)))) {
    throw new Error(`The window shows\n${JSON.stringify(seen)}\nbut stored is\n${JSON.stringify(stored)}`);
  }
}
