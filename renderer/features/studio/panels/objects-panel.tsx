import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Annotation } from '#core/model/annotation.ts';
import type { Point } from '#core/model/common.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { LabelItems, PlacedMenu } from '../canvas/canvas-menu.tsx';
import { useEditorState } from '../stage/use-editor-state.ts';
import { readFilter } from './object-filter.ts';
import { listObjects } from './object-list.ts';
import { ObjectRow } from './object-row.tsx';
import { ObjectSearch } from './object-search.tsx';
import { treeOf } from './object-tree.ts';
import classes from './objects-panel.module.css';

/** CSS pixels. */
const ROW_HEIGHT = 30;
/** With fewer objects looking is faster than typing. */
const SEARCH_FROM = 3;

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_at, last) => last,
};

type Relabel = { readonly id: AnnotationId /** Beside the button, in the panel. */; readonly at: Point };

const selectAnnotations = (state: EditorState) => state.annotations;
const selectLabels = (state: EditorState) => state.labels;
const selectIds = (state: EditorState) => state.selection.ids;
const selectHovered = (state: EditorState) => state.hovered;
const selectHidden = (state: EditorState) => state.hidden;
const selectEditable = (state: EditorState) => state.editable;

/** All objects of the picture; only those in sight are in the page, so that ten thousand are no more work than ten. */
export function ObjectsPanel(props: {
  readonly editor: Editor;
  /** A sign at an object, e.g. that it is new. */
  readonly badge?: (annotation: Annotation) => ReactNode;
  /** Brings the keys back to the canvas. */
  readonly onDone?: () => void;
}) {
  const { t } = useTranslation('studio');
  const { editor } = props;
  const annotations = useEditorState(editor, selectAnnotations);
  const labels = useEditorState(editor, selectLabels);
  const ids = useEditorState(editor, selectIds);
  const hovered = useEditorState(editor, selectHovered);
  const hidden = useEditorState(editor, selectHidden);
  const editable = useEditorState(editor, selectEditable);
  const [typed, setTyped] = useState('');
  const filter = useMemo(() => readFilter(typed), [typed]);
  const { objects, depth } = useMemo(
    () => treeOf(listObjects(annotations, filter, hidden)),
    [annotations, filter, hidden],
  );
  const listed = useRef(objects);
  useEffect(() => {
    listed.current = objects;
  });
  const field = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const [relabel, setRelabel] = useState<Relabel | null>(null);
  const onRelabel = useCallback(({ id }: Annotation, button: HTMLElement) => {
    const around = list.current?.parentElement?.getBoundingClientRect();
    const { right, bottom } = button.getBoundingClientRect();
    if (around) setRelabel({ id, at: { x: right - around.left, y: bottom - around.top } });
  }, []);
  const rows = useVirtualizer({
    count: objects.length,
    getScrollElement: () => list.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });

  useCommands([
    {
      id: 'labels.findObject',
      title: t('command.findObject'),
      group: t('group.labels'),
      keys: ['mod+F'],
      enabled: annotations.size > 0,
      run() {
        setAsked(true);
        // It may have to be drawn first.
        requestAnimationFrame(() => field.current?.select());
      },
    },
  ]);

  const onPick = useCallback(
    (annotation: Annotation, { shift, mod }: { readonly shift: boolean; readonly mod: boolean }) => {
      const { selection } = editor.state.get();
      const { id } = annotation;
      const from = listed.current.findIndex((one) => one.id === selection.ids.at(-1));
      const to = listed.current.findIndex((one) => one.id === id);
      if (mod) {
        editor.select(
          selection.ids.includes(id) ? selection.ids.filter((one) => one !== id) : [...selection.ids, id],
        );
      } else if (shift && from >= 0 && to >= 0) {
        const range = listed.current.slice(Math.min(from, to), Math.max(from, to) + 1).map((one) => one.id);
        const kept = selection.ids.filter((one) => !range.includes(one));
        // The one that was picked last is the end that the next range goes on from.
        editor.select([...kept, ...(from <= to ? range : range.toReversed())]);
      } else editor.select([id]);
    },
    [editor],
  );

  const [first] = ids;
  const at = objects.findIndex(({ id }) => id === first);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at);
  }, [at, rows]);

  const onKey = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    // With Shift from the end that was picked last, which stays selected.
    const end = event.shiftKey ? objects.findIndex(({ id }) => id === ids.at(-1)) : at;
    const next = step && objects[step(end, objects.length - 1)];
    if (!next) return;
    event.preventDefault();
    onPick(next, { shift: event.shiftKey, mod: false });
    // The row may not be in the page before it is scrolled into sight.
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-object="${next.id}"]`)?.focus(),
    );
  };

  if (annotations.size === 0)
    return <p className={classes.empty}>{t(editable ? 'objects.empty' : 'objects.none')}</p>;
  return (
    <div className={classes.panel}>
      <PlacedMenu at={relabel?.at ?? null} onClose={() => setRelabel(null)}>
        <LabelItems editor={editor} ids={relabel ? [relabel.id] : []} />
      </PlacedMenu>
      {asked || annotations.size >= SEARCH_FROM ? (
        <ObjectSearch
          field={field}
          typed={typed}
          filter={filter}
          found={objects.length}
          total={annotations.size}
          onType={setTyped}
          onTake={() => editor.select(objects.map(({ id }) => id))}
          onDone={() => {
            setTyped('');
            setAsked(false);
            field.current?.blur();
            props.onDone?.();
          }}
        />
      ) : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows move between the rows, which are buttons */}
      <div ref={list} className={classes.list} onKeyDown={onKey}>
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const annotation = objects[index];
            if (!annotation) return null;
            const { id } = annotation;
            return (
              <div key={id} className={classes.slot} style={{ transform: `translateY(${start}px)` }}>
                <ObjectRow
                  editor={editor}
                  annotation={annotation}
                  depth={depth.get(id) ?? 0}
                  labels={labels}
                  selected={ids.includes(id)}
                  hovered={hovered === id}
                  hidden={hidden.has(id)}
                  editable={editable}
                  reachable={index === Math.max(0, at)}
                  badge={props.badge?.(annotation)}
                  onRelabel={onRelabel}
                  onPick={onPick}
                />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
