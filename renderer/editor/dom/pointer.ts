/** Mouse, pen and wheel of the page, as the editor takes them. */
import type { Editor } from '../editor.ts';
import type { PointerButton } from '../input.ts';
import type { PointerInput } from '../tools/tool.ts';

/** Zoom per pixel that the wheel turns; a notch of 100 pixels zooms by about a fifth. */
const WHEEL_ZOOM = 0.0018;
/** A pinch on a touch pad comes as a wheel with Ctrl, in much smaller steps. */
const PINCH_ZOOM = 0.01;
/** Pixels of a wheel that counts in lines or pages. */
const LINE = 40;
const PAGE = 400;
/** The strongest zoom of one event, as some wheels send a whole turn at once. */
const MOST_PIXELS = 300;

function buttonOf(event: PointerEvent): PointerButton | null {
  if (event.button === 0) return 'main';
  return event.button === 1 ? 'middle' : null;
}

function wheelPixels(event: WheelEvent): number {
  const unit =
    event.deltaMode === WheelEvent.DOM_DELTA_LINE
      ? LINE
      : event.deltaMode === WheelEvent.DOM_DELTA_PAGE
        ? PAGE
        : 1;
  return Math.max(-MOST_PIXELS, Math.min(MOST_PIXELS, event.deltaY * unit));
}

/** Ends with the function it returns. */
export function listenPointer(editor: Editor, host: HTMLElement): () => void {
  const ends = new AbortController();
  const { signal } = ends;

  function inputOf(event: MouseEvent): PointerInput {
    const { left, top } = host.getBoundingClientRect();
    return {
      x: event.clientX - left,
      y: event.clientY - top,
      shift: event.shiftKey,
      alt: event.altKey,
      mod: event.ctrlKey || event.metaKey,
    };
  }

  host.addEventListener(
    'pointerdown',
    (event) => {
      const button = buttonOf(event);
      if (!button) return;
      // Else the browser selects text, or scrolls by the middle button. It also keeps the focus away: take it.
      event.preventDefault();
      host.focus({ preventScroll: true });
      host.setPointerCapture(event.pointerId);
      editor.pointer.down(inputOf(event), button);
    },
    { signal },
  );
  let seen = { x: Number.NaN, y: Number.NaN };
  host.addEventListener(
    'pointermove',
    (event) => {
      // What moves below a pointer that rests is told as well: a pointer of the keyboard's must not jump there.
      const rests = event.clientX === seen.x && event.clientY === seen.y;
      seen = { x: event.clientX, y: event.clientY };
      if (!rests || !editor.state.get().byKeyboard) editor.pointer.move(inputOf(event));
    },
    { signal },
  );
  host.addEventListener(
    'pointerup',
    (event) => {
      if (buttonOf(event)) editor.pointer.up(inputOf(event));
    },
    { signal },
  );
  host.addEventListener('pointercancel', () => editor.pointer.cancel(), { signal });
  host.addEventListener('pointerleave', () => editor.pointer.leave(), { signal });
  host.addEventListener('dblclick', (event) => editor.doubleClick(inputOf(event)), { signal });
  host.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      if (event.ctrlKey && event.deltaY !== 0 && editor.stepBrush(event.deltaY < 0 ? 1 : -1)) return;
      const speed = event.ctrlKey ? PINCH_ZOOM : WHEEL_ZOOM;
      editor.camera.zoomBy(Math.exp(-wheelPixels(event) * speed), inputOf(event));
    },
    { signal, passive: false },
  );
  return () => ends.abort();
}
