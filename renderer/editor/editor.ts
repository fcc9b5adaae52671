/**
 * The editor of one picture at a time, without a screen: state, tools and edits. render/ shows it, dom/ brings it
 * pointer and keys.
 */
import type { AnnotationMap } from '#core/annotation/diff.ts';
import type { Box } from '#core/geometry/box.ts';
import type { Annotation, ChangeSet } from '#core/model/annotation.ts';
import type { Point } from '#core/model/common.ts';
import type { AnnotationId, ItemId } from '#core/model/ids.ts';
import type { Attribute, Label, Tool as RecipeTool } from '#core/model/recipe.ts';
import type { PoseTemplate } from '#core/model/recipe-settings.ts';
import { type Aids, readAids } from './aids.ts';
import { type Assist, NO_ASSIST, type Question } from './assist/questions.ts';
import { type BrushSettings, brushStep, toleranceStep } from './brush.ts';
import { type Camera, createCamera } from './camera.ts';
import type { Clipboard } from './clipboard.ts';
import { createEdits, type EditPorts } from './edits.ts';
import { createHistory, type HistoryPorts } from './history.ts';
import { createInput, type Input } from './input.ts';
import { createItemActions, type ItemActions } from './item-actions.ts';
import { createJoints, type Joints } from './joints.ts';
import { createKeyboardCursor, type KeyboardCursor } from './keyboard-cursor.ts';
import type { HandleHit } from './kinds/kind.ts';
import { kindOf } from './kinds/kinds.ts';
import { createNudge, type Nudge } from './nudge.ts';
import { createObjectActions, type ObjectActions } from './object-actions.ts';
import { createPicker, type Picker } from './picker.ts';
import type { Saver } from './saving/saver.ts';
import { createShapeActions, type ShapeActions } from './shape-actions.ts';
import { createShapeIndex, type ShapeIndex } from './shape-index.ts';
import { type EditorItem, type EditorState, EMPTY_STATE, NOTHING_SELECTED } from './state.ts';
import { createStore, type Readable } from './store.ts';
import { createToolContext } from './tool-context.ts';
import type { Pin } from './tools/context.ts';
import type { ToolName } from './tools/names.ts';
import { specOf } from './tools/registry.ts';
import { showing } from './tracks/shown.ts';
import { createTracks, type Tracks } from './tracks/tracks.ts';

export type EditorPorts = Omit<EditPorts, 'push'> &
  HistoryPorts & {
    readonly saver: Pick<Saver, 'push' | 'run' | 'pending'>;
    /** What is stored of an item. */
    reload(itemId: ItemId): Promise<readonly Annotation[]>;
    /** A place was picked with the pin tool. */
    pin(pin: Pin): void;
    /** None: tools that need it say that there is none. */
    readonly assist?: Assist;
    /** Shared by all that may be pasted into one another. */
    readonly clipboard: Clipboard;
  };

export type Scene = {
  readonly item: EditorItem;
  readonly annotations: readonly Annotation[];
  readonly editable: boolean;
  /** The frame to begin with; null, or absent: a picture. */
  readonly frame?: number | null;
};

export type Editor = {
  readonly state: Readable<EditorState>;
  readonly shapes: ShapeIndex;
  readonly camera: Camera;
  readonly pointer: Input;
  readonly nudge: Nudge;
  readonly objects: ObjectActions;
  readonly forms: ShapeActions;
  readonly keyboard: KeyboardCursor;
  readonly whole: ItemActions;
  readonly joints: Joints;
  /** What only videos have. */
  readonly tracks: Tracks;
  /** Shows another picture. What is zoomed in stays so when the next picture has the same size. */
  open(scene: Scene): void;
  setEditable(editable: boolean): void;
  /** What may be labelled; keeps the current label when it is still there. */
  setLabels(labels: readonly Label[]): void;
  /** What the recipe lets people make; empty: everything. */
  setAllowed(allowed: readonly RecipeTool[]): void;
  setAttributes(attributes: readonly Attribute[]): void;
  /** What is stored now, as somebody else left it; of no effect for an item that is not shown. */
  replace(itemId: ItemId, annotations: AnnotationMap): void;
  /** Reads what is stored, unless this person is changing it right now. */
  refresh(): Promise<void>;
  takeTool(tool: ToolName): void;
  setBrush(change: Partial<BrushSettings>): void;
  /** Templates of skeletons. */
  setPoses(poses: readonly PoseTemplate[]): void;
  /** The template of the next skeleton, by its id. */
  choosePose(id: string): void;
  setAids(change: Partial<Aids>): void;
  /** Makes what the tool's brush sets one step larger (1) or smaller (-1). False for tools without a brush. */
  stepBrush(direction: 1 | -1): boolean;
  /** For the next shape, and for those that were picked on purpose. */
  chooseLabel(label: string): void;
  relabel(ids: readonly AnnotationId[], label: string): void;
  select(ids: readonly AnnotationId[]): void;
  /** Selects an object and brings it into view. */
  show(id: AnnotationId): void;
  hover(id: AnnotationId | null): void;
  /** Takes what a right click at a point of the view is for: keeps a selection that lies there. */
  selectAt(at: Point): void;
  /** The next (1) or previous (-1) shape; false when there is none. */
  cycle(step: 1 | -1): boolean;
  /** Shows the shapes as large as they fit; the selected ones when none are named. */
  zoomTo(ids?: readonly AnnotationId[]): void;
  /** Deletes the shapes; the selected ones when none are named. */
  remove(ids?: readonly AnnotationId[]): void;
  toggleHidden(id: AnnotationId): void;
  /** Hides these, and shows all others. */
  hideOnly(ids: readonly AnnotationId[]): void;
  /** Enter on the canvas: presses by keyboard, or finishes what was begun. False: it means nothing here. */
  enter(): boolean;
  /** A right click or double click that finishes what was begun. */
  finish(): boolean;
  /** Ends what is drawn; else, on a shape: as large as it fits. Beside all shapes: the whole picture. */
  doubleClick(at: Point): void;
  /** True when `cancel` has something to step back from. */
  canCancel(): boolean;
  /** One level back: stroke, tool, selection. False when there is no level left. */
  cancel(): boolean;
  /** The step that was taken back; null when there was none. @throws SluiceError */
  undo(): Promise<ChangeSet | null>;
  redo(): Promise<ChangeSet | null>;
  /** Further back than undo, and what was deleted. */
  readonly past: Pick<ReturnType<typeof createHistory>, 'goTo' | 'restore'>;
  /** Hears where shapes look different now, in picture pixels. */
  onPlaces(listener: (places: readonly Box[]) => void): () => void;
  dispose(): void;
};

export function createEditor(ports: EditorPorts): Editor {
  const store = createStore<EditorState>(EMPTY_STATE);
  const shapes = createShapeIndex();
  const placeListeners = new Set<(places: readonly Box[]) => void>();
  const picker = createPicker(store, shapes);
  const camera = createCamera(store);
  const edits = createEdits(store, { ...ports, push: (change) => ports.saver.push(change) });
  const nudge = createNudge(store, picker, edits);
  const assist = ports.assist ?? NO_ASSIST;
  const ask = (question: Question | null) => assist.ask(question, (heard) => pointer.answered(heard));
  const context = createToolContext({ store, shapes, picker, camera, edits, ports: { ...ports, ask } });
  const pointer = createInput(store, context);

  const keyboard = createKeyboardCursor(store, pointer);

  let previous: readonly Annotation[] = [];
  let indexed: AnnotationMap = store.get().annotations;
  const stopIndexing = store.subscribe(() => {
    const { annotations, stored, selection } = store.get();
    if (annotations === indexed) return;
    indexed = annotations;
    const places = shapes.update(annotations);
    for (const listener of placeListeners) listener(places);
    const left = selection.ids.filter((id) => stored.has(id));
    if (left.length < selection.ids.length) picker.select(left, selection.made);
    store.set({ hoveredHandle: null });
  });

  /** Ends what is under way, so that another action starts from what is stored. */
  function settle(): void {
    nudge.end();
    pointer.cancel();
  }

  function show(stored: AnnotationMap): void {
    nudge.cancel();
    const { stroke } = store.get();
    // A shape that is being drawn is nobody else's: it is gone on with.
    if (stroke === null) pointer.reset();
    store.set({ ...showing(store.get(), { stored }), drafts: new Map(), ...NOTHING_DRAWN, stroke });
  }

  async function refresh(): Promise<void> {
    const { item, stored: before } = store.get();
    if (!item || ports.saver.pending(item.id) > 0) return;
    const present = await ports.reload(item.id);
    const { stored, item: now } = store.get();
    // Changed since it was asked for: the answer may be older than what is shown.
    if (now?.id !== item.id || stored !== before || ports.saver.pending(item.id) > 0) return;
    const same =
      present.length === stored.size && present.every(({ id, rev }) => stored.get(id)?.rev === rev);
    if (!same) show(mapOf(present));
  }

  const tracks = createTracks({
    ...{ store, ports, settle },
    select: (ids) => picker.select(ids),
    leaveFrame() {
      nudge.end();
      // What is held is held on the frame that is left; what is drawn click by click goes on.
      if (store.get().drafts.size > 0) pointer.cancel();
    },
    commit: edits.commitStored,
  });
  const history = createHistory({ store, picker, camera, ports, settle, refresh, reveal: tracks.reveal });

  const editor: Editor = {
    objects: createObjectActions({ store, ports, settle, commit: edits.commit }),
    whole: createItemActions({ store, ports, settle, commit: edits.commit }),
    forms: createShapeActions({
      ...{ store, picker, edits, settle },
      previous: () => previous,
      clipboard: ports.clipboard,
      ports,
    }),
    state: store,
    shapes,
    camera,
    pointer,
    nudge,
    keyboard,
    tracks,
    joints: createJoints({ store, edits, settle }),
    open({ item, annotations, editable, frame = null }) {
      settle();
      const { item: before, fitted, annotations: shown } = store.get();
      // Not what is of the picture as a whole: its tags say what that picture is.
      if (before?.id !== item.id)
        previous = [...shown.values()].filter(({ geometry }) => geometry.type !== 'class');
      pointer.reset();
      store.set({
        item,
        editable,
        ...showing({ ...store.get(), annotations: new Map() }, { stored: mapOf(annotations), frame }),
        selection: NOTHING_SELECTED,
        hovered: null,
        hoveredHandle: null,
        hidden: new Set(),
        drafts: new Map(),
        ...NOTHING_DRAWN,
      });
      if (fitted || before?.width !== item.width || before.height !== item.height) camera.fit();
      pointer.refresh();
    },
    setEditable(editable) {
      if (!editable) settle();
      store.set({ editable });
      pointer.refresh();
    },
    setAttributes: (attributes) => store.set({ attributes }),
    setLabels(labels) {
      const { label } = store.get();
      const known = labels.some(({ name }) => name === label);
      store.set({ labels, label: known ? label : (labels[0]?.name ?? null) });
      pointer.refresh();
    },
    setAllowed(allowed) {
      store.set({ allowed });
      pointer.refresh();
    },
    replace(itemId, annotations) {
      if (store.get().item?.id === itemId) show(annotations);
    },
    refresh,
    takeTool(tool) {
      settle();
      const { selection } = store.get();
      store.set({ tool, ...NOTHING_DRAWN, selection: { ...selection, made: 'chosen' } });
      pointer.reset();
    },
    setPoses: (poses) => store.set(showing(store.get(), { poses })),
    choosePose: (pose) => store.set({ pose }),
    setAids(change) {
      // Within their ranges, whoever asks.
      store.set({ aids: readAids({ ...store.get().aids, ...change }), snapped: null });
    },
    setBrush(change) {
      store.set({ brush: { ...store.get().brush, ...change } });
      pointer.refresh();
    },
    stepBrush(direction) {
      const { tool, brush } = store.get();
      const sets = specOf(tool).brush;
      if (sets === 'size') editor.setBrush({ size: brushStep(brush.size, direction) });
      if (sets === 'tolerance') editor.setBrush({ tolerance: toleranceStep(brush.tolerance, direction) });
      return sets !== undefined;
    },
    chooseLabel(label) {
      nudge.end();
      // A shape that is being drawn, vertex by vertex, takes the label and goes on.
      if (store.get().drafts.size > 0) pointer.cancel();
      const { selection, editable } = store.get();
      store.set({ label });
      if (selection.made === 'chosen' && editable) edits.relabel(selection.ids, label);
      pointer.refresh();
    },
    relabel(ids, label) {
      settle();
      if (store.get().editable) edits.relabel(ids, label);
    },
    select(ids) {
      settle();
      picker.select(ids);
      pointer.refresh();
    },
    show(id) {
      const geometry = store.get().annotations.get(id)?.geometry;
      editor.select([id]);
      // What is said of the whole picture has no place on it.
      if (geometry && geometry.type !== 'class') camera.reveal(picker.bounds([id]));
    },
    hover: (id) => store.set({ hovered: id }),
    selectAt(at) {
      const hits = picker.hits(at);
      const { ids } = store.get().selection;
      if (!hits.some((id) => ids.includes(id))) editor.select(hits.slice(0, 1));
    },
    cycle(direction) {
      settle();
      const id = picker.cycle(direction);
      if (id) camera.reveal(picker.bounds([id]));
      pointer.refresh();
      return id !== null;
    },
    zoomTo(ids) {
      const { selection, annotations } = store.get();
      const shown = (ids ?? selection.ids).filter((id) => annotations.has(id));
      if (shown.length > 0) camera.fitTo(picker.bounds(shown));
    },
    remove(ids) {
      nudge.end();
      if (!ids && pointer.back()) return;
      settle();
      const { selection, editable, hoveredHandle } = store.get();
      const gone = ids ?? selection.ids;
      if (gone.length === 0) return;
      const less = !ids && editable && hoveredHandle ? withoutVertex(hoveredHandle, picker) : null;
      if (less && hoveredHandle)
        edits.rework({ step: 'reshape', change: new Map([[hoveredHandle.id, less]]) });
      else if (editable) edits.remove(gone);
      else ports.notice('read-only');
      pointer.refresh();
    },
    hideOnly: (ids) => store.set({ hidden: new Set(ids) }),
    toggleHidden(id) {
      const hidden = new Set(store.get().hidden);
      if (!hidden.delete(id)) hidden.add(id);
      store.set({ hidden });
    },
    enter: () => keyboard.enter() || editor.finish(),
    finish() {
      const finished = pointer.finish();
      pointer.refresh();
      return finished;
    },
    doubleClick(at) {
      const { tool } = store.get();
      if (editor.finish() || specOf(tool).clicks) return;
      const [id] = tool === 'select' ? picker.hits(at) : [];
      if (id) editor.zoomTo([id]);
      else camera.fit();
    },
    canCancel() {
      const { tool, selection, drafts, byKeyboard } = store.get();
      return byKeyboard || pointer.busy() || drafts.size > 0 || tool !== 'select' || selection.ids.length > 0;
    },
    cancel() {
      if (pointer.cancel() || nudge.cancel() || keyboard.leave()) return true;
      const { tool, selection } = store.get();
      if (tool !== 'select') editor.takeTool('select');
      else if (selection.ids.length > 0) editor.select([]);
      else return false;
      return true;
    },
    undo: async () => (pointer.back() ? null : await history.undo()),
    redo: history.redo,
    past: history,
    onPlaces(listener) {
      placeListeners.add(listener);
      return () => placeListeners.delete(listener);
    },
    dispose() {
      settle();
      stopIndexing();
      placeListeners.clear();
    },
  };
  return editor;
}

/** What a tool shows of its own. */
const NOTHING_DRAWN = { stroke: null, guide: null, marquee: null, snapped: null } as const;

/** The shape without the vertex that is pointed at; null when it is no vertex, or too few would be left. */
function withoutVertex({ id, handle }: HandleHit, picker: Picker) {
  const geometry = picker.geometry(id);
  if (!geometry || handle.role !== 'vertex') return null;
  return kindOf(geometry).removeVertex?.(geometry, handle.id) ?? null;
}

function mapOf(annotations: readonly Annotation[]): AnnotationMap {
  return new Map(annotations.map((annotation) => [annotation.id, annotation]));
}
