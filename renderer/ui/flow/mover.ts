/**
 * Moves what a canvas shows while a hand pans or zooms it: the browser shifts the picture it has, and the library hears
 * of it now and then. Telling it at every event draws the map, the background and every line anew.
 */
import type { useStoreApi, Viewport } from '@xyflow/react';

type FlowStore = ReturnType<typeof useStoreApi>;

/** Below this zoom no text can be read, so none is drawn; see `flow.module.css`. */
export const READABLE = 0.2;
/** Milliseconds without movement after which the picture is drawn sharp again. */
const SETTLE_MS = 100;
/** Milliseconds between two tellings during one movement: each takes a whole frame. */
const TELL_MS = 500;
/** What begins here works with places on the canvas, so the library must know where it is. */
const NEEDS_PLACES = ['pointerdown', 'mousedown', 'touchstart', 'keydown', 'drop'] as const;

/**
 * An animation that changes nothing and stands still. The browser moves an element by itself, without looking at what
 * stands on it, only while its transform is animated; 300 cards and 500 connections else take 25 ms a frame.
 */
function holdPicture(element: HTMLElement): Animation {
  const still = { transform: 'none' };
  const animation = element.animate([still, still], { duration: 3_600_000, composite: 'add' });
  animation.pause();
  return animation;
}

/** From what is at `told` to where it belongs at `shown`. */
export function shiftOf(told: Viewport, shown: Viewport): Viewport {
  const zoom = shown.zoom / told.zoom;
  return { x: shown.x - told.x * zoom, y: shown.y - told.y * zoom, zoom };
}

const css = ({ x, y, zoom }: Viewport) => `translate(${x}px, ${y}px) scale(${zoom})`;

export type Mover = ReturnType<typeof createMover>;

export function createMover() {
  let store: FlowStore | null = null;
  let root: HTMLElement | null = null;
  let byHand = false;
  let shown: Viewport | null = null;
  let toldAt = 0;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let held: readonly Animation[] = [];

  const graph = () => root?.querySelector<HTMLElement>('.react-flow__viewport') ?? null;
  const dots = () => root?.querySelector<HTMLElement>('[data-dots]') ?? null;

  const look = (zoom: number) => void root?.toggleAttribute('data-far', zoom < READABLE);

  function tell(): void {
    if (!shown || !store) return;
    const { x, y, zoom } = shown;
    shown = null;
    toldAt = performance.now();
    store.setState({ transform: [x, y, zoom] });
    dots()?.style.removeProperty('transform');
  }

  function grip(): void {
    if (held.length > 0) return;
    toldAt = performance.now();
    root?.toggleAttribute('data-moving', true);
    held = [graph(), dots()].flatMap((element) => (element ? [holdPicture(element)] : []));
  }

  /** The library hears where the canvas is, and all is drawn sharp. */
  function settle(): void {
    clearTimeout(settling);
    tell();
    if (store) look(store.getState().transform[2]);
    for (const animation of held) animation.cancel();
    held = [];
    root?.toggleAttribute('data-moving', false);
  }

  function shift(to: Viewport): void {
    const [moved, ground] = [graph(), dots()];
    const [x = 0, y = 0, zoom = 1] = store?.getState().transform ?? [];
    if (moved) moved.style.transform = css(to);
    if (ground) ground.style.transform = css(shiftOf({ x, y, zoom }, to));
  }

  return {
    /** To be called with the canvas's own element and store; answers how to let go. */
    attach(element: HTMLElement, api: FlowStore): () => void {
      root = element;
      store = api;
      look(api.getState().transform[2]);
      const onNeed = () => {
        settle();
        byHand = false;
      };
      for (const type of NEEDS_PLACES) element.addEventListener(type, onNeed, { capture: true });
      return () => {
        settle();
        for (const type of NEEDS_PLACES) element.removeEventListener(type, onNeed, { capture: true });
        store = null;
        root = null;
      };
    },
    /** @param event null when the program moves the canvas */
    start(event: MouseEvent | TouchEvent | null): void {
      // Who turns the wheel while a button is down drags something whose place must be right.
      byHand = event !== null && !(event instanceof WheelEvent && event.buttons !== 0);
    },
    show(to: Viewport): void {
      shown = to;
      if (!byHand || !store) {
        look(to.zoom);
        tell();
        return;
      }
      grip();
      // Text appears when it can be read; it goes when all is drawn anyway.
      if (to.zoom >= READABLE) look(to.zoom);
      shift(to);
      if (performance.now() - toldAt >= TELL_MS) tell();
      clearTimeout(settling);
      settling = setTimeout(settle, SETTLE_MS);
    },
    end(): void {
      byHand = false;
      settle();
    },
  };
}
