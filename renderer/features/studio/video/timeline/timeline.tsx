import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { Editor } from '#renderer/editor/editor.ts';
import { type EditorState, labelColor } from '#renderer/editor/state.ts';
import type { Player, PlayerState } from '#renderer/editor/video/player.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { useEditorState } from '../../stage/use-editor-state.ts';
import { usePlaceWriter } from '../use-place-writer.ts';
import { usePlayerState } from '../use-player-state.ts';
import { following, panned, wholeSpan, xOf, zoomed } from './lane.ts';
import { PropagateDialog } from './propagate-dialog.tsx';
import classes from './timeline.module.css';
import { TrackBar } from './track-bar.tsx';
import { LANE_HEIGHT } from './track-lane.tsx';
import { tracksIn } from './track-list.ts';
import { TrackRow } from './track-row.tsx';
import { useTrackCommands } from './use-track-commands.ts';

/** How much nearer one step of the wheel brings the frames. */
const WHEEL_STEP = 1.25;

const ROWS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_at, last) => last,
};

const selectStored = (state: EditorState) => state.stored;
const selectAnnotations = (state: EditorState) => state.annotations;
const selectIds = (state: EditorState) => state.selection.ids;
const selectLabels = (state: EditorState) => state.labels;
const selectEditable = (state: EditorState) => state.editable;
const selectLoop = (state: PlayerState) => state.loop;

/** Wide in CSS pixels as the page has it; 0 before it is known. */
function useWidth(element: HTMLElement | null): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** The objects of a video over its frames. The wheel with Ctrl brings the frames nearer, with Shift it moves them. */
export function Timeline(props: { readonly editor: Editor; readonly player: Player }) {
  const { t } = useTranslation('tracks');
  const { editor, player } = props;
  const { count } = player.table;
  const stored = useEditorState(editor, selectStored);
  const shown = useEditorState(editor, selectAnnotations);
  const ids = useEditorState(editor, selectIds);
  const labels = useEditorState(editor, selectLabels);
  const editable = useEditorState(editor, selectEditable);
  const loop = usePlayerState(player, selectLoop);
  const entries = useMemo(() => tracksIn(stored), [stored]);
  const [open, setOpen] = useState(true);
  const [asking, setAsking] = useState(false);
  const askPropagate = useCallback(() => {
    if (editor.state.get().selection.ids.length > 0) setAsking(true);
  }, [editor]);
  const commands = useTrackCommands(editor, player, askPropagate);
  useCommands(Object.values(commands));

  const [span, setSpan] = useState(() => wholeSpan(count));
  const [lanes, setLanes] = useState<HTMLElement | null>(null);
  const width = useWidth(lanes);
  const lane = useMemo(() => ({ span, width }), [span, width]);
  const head = useRef<HTMLDivElement>(null);
  usePlaceWriter(player, (place) => {
    if (head.current) head.current.style.left = `${xOf(place ?? 0, lane)}px`;
    if (place !== null) setSpan((before) => following(before, count, place));
  });

  const list = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: open ? entries.length : 0,
    getScrollElement: () => list.current,
    estimateSize: () => LANE_HEIGHT,
    overscan: 4,
  });
  const [first] = ids;
  const at = entries.findIndex(({ annotation }) => annotation.id === first);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at);
  }, [at, rows]);

  // React's own listener is passive: it could not keep the page from zooming.
  useEffect(() => {
    if (!lanes) return;
    const onWheel = (event: WheelEvent) => {
      const by = event.deltaY || event.deltaX;
      if (!event.ctrlKey && !event.shiftKey) return;
      event.preventDefault();
      const x = event.clientX - lanes.getBoundingClientRect().left;
      setSpan((before) =>
        event.ctrlKey
          ? zoomed({ span: before, width }, count, by < 0 ? WHEEL_STEP : 1 / WHEEL_STEP, x)
          : panned(before, count, (Math.sign(by) * (before.to - before.from)) / 8),
      );
    };
    const target = list.current;
    target?.addEventListener('wheel', onWheel, { passive: false });
    return () => target?.removeEventListener('wheel', onWheel);
  }, [lanes, width, count]);

  const go = player.go;
  const onKey = (event: KeyboardEvent) => {
    const next = entries[ROWS[event.key]?.(at, entries.length - 1) ?? -1];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    editor.select([next.annotation.id]);
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-track="${next.annotation.id}"]`)?.focus(),
    );
  };

  return (
    <section className={classes.timeline} aria-label={t('title')}>
      <TrackBar
        editor={editor}
        commands={commands}
        count={entries.length}
        open={open}
        looping={loop !== null}
        onToggle={() => setOpen(!open)}
      />
      {open && entries.length === 0 ? (
        <p className={classes.empty}>{t(editable ? 'empty' : 'none')}</p>
      ) : null}
      {open && entries.length > 0 ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: the arrows move between the rows, which are buttons
        <div ref={list} className={classes.list} onKeyDown={onKey}>
          <div className={classes.rows} style={{ height: rows.getTotalSize() }}>
            <div ref={setLanes} className={classes.lanes} aria-hidden>
              <div ref={head} className={classes.playhead} />
            </div>
            {rows.getVirtualItems().map(({ index, start }) => {
              const entry = entries[index];
              if (!entry) return null;
              const { annotation } = entry;
              return (
                <div
                  key={annotation.id}
                  className={classes.slot}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <TrackRow
                    editor={editor}
                    entry={entry}
                    color={labelColor(labels, annotation.label)}
                    lane={lane}
                    count={count}
                    selected={ids.includes(annotation.id)}
                    present={shown.has(annotation.id)}
                    editable={editable}
                    reachable={index === Math.max(0, at)}
                    go={go}
                  />
                </div>
              );
            })}
          </div>
        </div>
      ) : null}
      {asking ? (
        <PropagateDialog
          editor={editor}
          frame={editor.state.get().frame ?? 0}
          count={count}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </section>
  );
}
