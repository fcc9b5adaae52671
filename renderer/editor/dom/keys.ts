/** Keys that are held, or belong to the canvas while it has the focus. All others are commands of the screen. */
import type { Editor } from '../editor.ts';

const ARROWS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Picture pixels of a step with Shift. */
const LARGE_STEP = 10;

/** Ends with the function it returns. */
export function listenKeys(editor: Editor, host: HTMLElement): () => void {
  const ends = new AbortController();
  const { signal } = ends;
  /**
   * After an Esc that found nothing to step back from, Tab leaves the canvas: a Tab that never leaves would lock in
   * people who work without a mouse.
   */
  let leaving = false;

  function press(event: KeyboardEvent): boolean {
    if (event.key === ' ') {
      editor.pointer.hold(true);
      return true;
    }
    if (event.key === 'Enter') return !event.ctrlKey && !event.metaKey && editor.enter();
    if (event.key === 'Tab') return !leaving && editor.cycle(event.shiftKey ? -1 : 1);
    if (event.key === '[' || event.key === ']') return editor.stepBrush(event.key === ']' ? 1 : -1);
    const arrow = ARROWS[event.key];
    if (!arrow || event.ctrlKey || event.metaKey) return false;
    const step = event.shiftKey ? LARGE_STEP : 1;
    if (editor.keyboard.move(arrow[0] * step, arrow[1] * step)) return true;
    return editor.nudge.press(arrow[0] * step, arrow[1] * step, event.altKey ? 'resize' : 'move');
  }

  function release(event: KeyboardEvent): void {
    if (event.key === ' ') editor.pointer.hold(false);
    if (ARROWS[event.key]) editor.nudge.end();
  }

  host.addEventListener(
    'keydown',
    (event) => {
      if (press(event)) event.preventDefault();
      const atRest = event.key === 'Escape' && !editor.canCancel();
      leaving = atRest || (leaving && event.key === 'Shift');
    },
    { signal },
  );
  host.addEventListener('keyup', release, { signal });
  // A key that is let go elsewhere is never heard.
  host.addEventListener(
    'blur',
    () => {
      editor.pointer.hold(false);
      editor.nudge.end();
    },
    { signal },
  );
  return () => ends.abort();
}
