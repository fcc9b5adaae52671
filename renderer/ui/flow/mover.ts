/**
 * Moves what a canvas shows while a hand pans or zooms it: the browser shifts the picture it has, the map follows, and
 * the library hears of it at the end. Telling it at every event draws the map, the dots and every line anew.
 */
import { getNodesBounds, type useStoreApi, type Viewport } from '@xyflow/react';
import { type Area, mapView, seenArea } from './map-view.ts';

type FlowStore = ReturnType<typeof useStoreApi>;

/** Below this zoom no text can be read, so none is drawn; see `flow.module.css`. */
export const READABLE = 0.2;
/** Milliseconds without movement after which the picture is drawn sharp again. */
const SETTLE_MS = 100;
/** Milliseconds between two pictures of the map during one movement: each takes half a frame. */
const MAP_MS = 60;
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

/** Pixels of the graph around its cards that lines and labels may take. */
const AROUND = 400;

/**
 * A sheet to lie below the whole graph, all but transparent. Things that lie on one another become one picture, those
 * that are far apart hundreds of them; with this below them the graph is one while it is moved.
 */
function sheetBelow({ x, y, width, height }: Area): HTMLElement {
  const sheet = document.createElement('div');
  sheet.ariaHidden = 'true';
  const place = { left: x - AROUND, top: y - AROUND, width: width + 2 * AROUND, height: height + 2 * AROUND };
  for (const [name, pixels] of Object.entries(place)) sheet.style.setProperty(name, `${pixels}px`);
  Object.assign(sheet.style, { position: 'absolute', zIndex: '-1', background: 'rgb(0 0 0 / 0.4%)' });
  return sheet;
}

/** From what is at `told` to where it belongs at `shown`. */
export function shiftOf(told: Viewport, shown: Viewport): Viewport {
  const zoom = shown.zoom / told.zoom;
  return { x: shown.x - told.x * zoom, y: shown.y - told.y * zoom, zoom };
}

/** Whether the dots, which reach one canvas further at each side, would end within what is seen. */
export function runsOut(
  { x, y, zoom }: Viewport,
  { width, height }: Pick<Area, 'width' | 'height'>,
): boolean {
  const ends = (from: number, size: number) => from - size * zoom > 0 || from + 2 * size * zoom < size;
  return ends(x, width) || ends(y, height);
}

const css = ({ x, y, zoom }: Viewport) => `translate(${x}px, ${y}px) scale(${zoom})`;

export type Mover = ReturnType<typeof createMover>;

export function createMover() {
  let store: FlowStore | null = null;
  let root: HTMLElement | null = null;
  let byHand = false;
  let shown: Viewport | null = null;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let held: readonly Animation[] = [];
  let sheet: HTMLElement | null = null;
  let mappedAt = 0;
  /** The area that the cards take; they stay where they are while the canvas moves. */
  let cards: Area = { x: 0, y: 0, width: 0, height: 0 };

  const graph = () => root?.querySelector<HTMLElement>('.react-flow__viewport') ?? null;
  const dots = () => root?.querySelector<HTMLElement>('[data-dots]') ?? null;

  const look = (zoom: number) => void root?.toggleAttribute('data-far', zoom < READABLE);

  function tell(): void {
    if (!shown || !store) return;
    const { x, y, zoom } = shown;
    shown = null;
    store.setState({ transform: [x, y, zoom] });
    dots()?.style.removeProperty('transform');
  }

  function grip(): void {
    if (held.length > 0 || !store) return;
    const { nodes, nodeLookup } = store.getState();
    cards = getNodesBounds(nodes, { nodeLookup });
    sheet = sheetBelow(cards);
    graph()?.prepend(sheet);
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
    sheet?.remove();
    sheet = null;
    root?.toggleAttribute('data-moving', false);
  }

  function moveMap({ viewBox, mask }: ReturnType<typeof mapView>): void {
    mappedAt = performance.now();
    const map = root?.querySelector('.react-flow__minimap-svg');
    // It is drawn anew for any attribute that is written, also for the same.
    if (map && map.getAttribute('viewBox') !== viewBox) map.setAttribute('viewBox', viewBox);
    map?.querySelector('.react-flow__minimap-mask')?.setAttribute('d', mask);
  }

  function shift(to: Viewport, api: FlowStore): void {
    const { transform, width, height } = api.getState();
    const [x, y, zoom] = transform;
    const by = shiftOf({ x, y, zoom }, to);
    const [moved, ground] = [graph(), dots()];
    if (moved) moved.style.transform = css(to);
    if (ground) ground.style.transform = css(by);
    if (performance.now() - mappedAt >= MAP_MS) moveMap(mapView(seenArea(to, { width, height }), cards));
    if (ground?.hasChildNodes() && runsOut(by, { width, height })) tell();
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
      shift(to, store);
      clearTimeout(settling);
      settling = setTimeout(settle, SETTLE_MS);
    },
    end(): void {
      byHand = false;
      settle();
    },
  };
}
