import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { visibleBox } from '#core/geometry/viewport.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import type { Stage } from '../stage/stage.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import classes from './aids.module.css';

/** CSS pixels of the longer side. */
const SIDE = 160;
/** Milliseconds between two pictures of a video that plays. */
const PAUSE = 200;

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const selectItem = (state: EditorState) => state.item;

/** True when only a part of the picture is in sight. */
const selectShows = ({ aids, item, viewport, view }: EditorState) => {
  if (!aids.minimap || !item) return false;
  const { left, top, right, bottom } = visibleBox(viewport, view);
  return left > 0 || top > 0 || right < item.width || bottom < item.height;
};

/** The whole picture, small, with what is in sight as a frame. A press or drag brings another part of it. */
export function Minimap(props: { readonly stage: Stage }) {
  const shows = useEditorState(props.stage.editor, selectShows);
  return shows ? <Shown stage={props.stage} /> : null;
}

function Shown(props: { readonly stage: Stage }) {
  const { t } = useTranslation('aids');
  const { stage } = props;
  const { editor } = stage;
  const item = useEditorState(editor, selectItem);
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const scale = item ? SIDE / Math.max(item.width, item.height) : 0;

  useEffect(() => {
    let [last, timer] = [Number.NEGATIVE_INFINITY, undefined as ReturnType<typeof setTimeout> | undefined];
    const paint = () => {
      timer = undefined;
      last = performance.now();
      const pen = canvas.current?.getContext('2d');
      if (!pen) return;
      pen.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
      stage.paintSmall(pen, scale * devicePixelRatio);
    };
    paint();
    const stop = stage.onDrawn(() => {
      timer ??= setTimeout(paint, Math.max(0, last + PAUSE - performance.now()));
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [stage, scale]);

  useEffect(() => {
    const place = () => {
      const { viewport, view, item: now } = editor.state.get();
      const style = frame.current?.style;
      if (!style || !now) return;
      const seen = visibleBox(viewport, view);
      const [left, top] = [Math.max(0, seen.left), Math.max(0, seen.top)];
      style.left = `${left * scale}px`;
      style.top = `${top * scale}px`;
      style.width = `${Math.max(2, (Math.min(now.width, seen.right) - left) * scale)}px`;
      style.height = `${Math.max(2, (Math.min(now.height, seen.bottom) - top) * scale)}px`;
    };
    place();
    return editor.state.subscribe(place);
  }, [editor, scale]);

  function look(event: PointerEvent<HTMLElement>) {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    editor.camera.center({ x: (event.clientX - left) / scale, y: (event.clientY - top) / scale });
  }

  /** A quarter of what is in sight at each press. */
  function onKeyDown(event: KeyboardEvent) {
    const [x, y] = ARROWS[event.key] ?? [0, 0];
    if (x === 0 && y === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const { view } = editor.state.get();
    editor.camera.panBy((-x * view.width) / 4, (-y * view.height) / 4);
  }

  if (!item) return null;
  const size = { width: Math.max(1, item.width * scale), height: Math.max(1, item.height * scale) };
  return (
    <section className={classes.minimap} aria-label={t('minimap')}>
      <div
        className={classes.map}
        style={size}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes the arrow keys, which is what `application` says
        tabIndex={0}
        aria-label={t('minimapKeys')}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          look(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) look(event);
        }}
      >
        <canvas
          ref={canvas}
          style={size}
          width={Math.round(size.width * devicePixelRatio)}
          height={Math.round(size.height * devicePixelRatio)}
          aria-hidden
        />
        <div ref={frame} className={classes.frame} />
      </div>
      <ActionIcon
        className={classes.close ?? ''}
        size={18}
        variant="default"
        aria-label={t('minimapClose')}
        title={t('minimapClose')}
        onClick={() => editor.setAids({ minimap: false })}
      >
        <IconX size={12} aria-hidden />
      </ActionIcon>
    </section>
  );
}
