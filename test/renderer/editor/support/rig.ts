/** An editor with a picture of 400 by 300, a view of the same size at scale 1, and an engine in memory. */

import type { Annotation } from '#core/model/annotation.ts';
import { annotationIdSchema, createIds } from '#core/model/ids.ts';
import { type Assist, NO_ASSIST } from '#renderer/editor/assist/questions.ts';
import { createClipboard } from '#renderer/editor/clipboard.ts';
import { createEditor, type Editor, type Scene } from '#renderer/editor/editor.ts';
import type { HistoryPorts } from '#renderer/editor/history.ts';
import { kindOf } from '#renderer/editor/kinds/kinds.ts';
import { createSaver, type Saver } from '#renderer/editor/saving/saver.ts';
import type { Pin } from '#renderer/editor/tools/context.ts';
import type { PointerInput } from '#renderer/editor/tools/tool.ts';
import { ITEM, mapOf } from './annotations.ts';
import { createMemoryEngine, type MemoryEngine } from './memory-engine.ts';

export const PICTURE = { id: ITEM, width: 400, height: 300 };
export const LABELS = [
  { name: 'car', color: '#e69f00' },
  { name: 'person', color: '#56b4e9' },
];
const TITLES: Readonly<Record<string, string>> = {
  draw: 'Draw box',
  move: 'Move box',
  resize: 'Resize box',
  relabel: 'Change label',
  remove: 'Delete box',
};

export type EnginePorts = Pick<MemoryEngine, 'save' | 'undo' | 'redo' | 'reload'> &
  Partial<Pick<HistoryPorts, 'goTo' | 'restore'>>;

export type Rig<E extends EnginePorts = MemoryEngine> = {
  readonly editor: Editor;
  readonly engine: E;
  readonly saver: Saver;
  readonly notices: string[];
  readonly pins: Pin[];
  down(x: number, y: number, keys?: Partial<PointerInput>): void;
  move(x: number, y: number, keys?: Partial<PointerInput>): void;
  up(x: number, y: number, keys?: Partial<PointerInput>): void;
  click(x: number, y: number, keys?: Partial<PointerInput>): void;
  /** Presses, moves in two steps and lets go. */
  drag(from: readonly [number, number], to: readonly [number, number], keys?: Partial<PointerInput>): void;
  shown(): Annotation[];
};

/** The editor and the hand on it, whatever engine is behind. */
export type Hand = Omit<Rig, 'engine'>;

export function createRig(
  annotations: readonly Annotation[] = [],
  editable = true,
  assist: Assist = NO_ASSIST,
): Rig {
  const engine = createMemoryEngine(mapOf(annotations));
  return createRigOn(engine, { item: PICTURE, annotations, editable }, assist);
}

/** The same on an engine of the test's own. */
export function createRigOn<E extends EnginePorts>(
  engine: E,
  scene: Scene,
  assist: Assist = NO_ASSIST,
): Rig<E> {
  const saver = createSaver(
    { save: engine.save, reload: engine.reload, wait: () => Promise.resolve() },
    { rebased: (itemId, stored) => editor.replace(itemId, stored) },
  );
  const notices: string[] = [];
  const pins: Pin[] = [];
  const ids = createIds(Date.now, Math.random);
  const editor = createEditor({
    assist,
    saver,
    clipboard: createClipboard(),
    undo: engine.undo,
    redo: engine.redo,
    // Only the real engine knows the way back.
    goTo: engine.goTo ?? (async () => ({ changeSet: null, diffs: [] })),
    restore: engine.restore ?? (async () => ({ changeSet: null, diffs: [] })),
    reload: engine.reload,
    newAnnotationId: () => annotationIdSchema.parse(ids.next()),
    newChangeSetId: ids.next,
    now: () => 2000,
    person: () => 'bob',
    title: (step) => TITLES[step] ?? step,
    notice: (notice) => notices.push(notice),
    pin: (pin) => pins.push(pin),
  });
  editor.setLabels(LABELS);
  editor.open(scene);
  editor.camera.resize({ width: 448, height: 348 });

  // The picture is fitted with a margin of 24, at scale 1; tests speak in its pixels.
  const input = (x: number, y: number, keys: Partial<PointerInput> = {}): PointerInput => {
    const { viewport } = editor.state.get();
    return {
      x: x * viewport.scale + viewport.x,
      y: y * viewport.scale + viewport.y,
      shift: false,
      alt: false,
      mod: false,
      ...keys,
    };
  };
  const rig: Rig<E> = {
    editor,
    engine,
    saver,
    notices,
    pins,
    down: (x, y, keys) => editor.pointer.down(input(x, y, keys), 'main'),
    move: (x, y, keys) => editor.pointer.move(input(x, y, keys)),
    up: (x, y, keys) => editor.pointer.up(input(x, y, keys)),
    click(x, y, keys) {
      rig.move(x, y, keys);
      rig.down(x, y, keys);
      rig.up(x, y, keys);
    },
    drag(from, to, keys) {
      rig.move(...from, keys);
      rig.down(...from, keys);
      rig.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, keys);
      rig.move(...to, keys);
      rig.up(...to, keys);
    },
    shown: () => [...editor.state.get().annotations.values()],
  };
  return rig;
}

/** The corners of a shape: left, top, right, bottom. */
export function corners(annotation: Annotation | undefined): readonly number[] | null {
  if (!annotation) return null;
  const { left, top, right, bottom } = kindOf(annotation.geometry).bounds(annotation.geometry);
  return [left, top, right, bottom];
}
