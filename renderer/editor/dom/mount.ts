/** Puts an editor into an element of the page: canvases, size, pointer, wheel and the keys that need the canvas. */
import type { Editor } from '../editor.ts';
import { createRenderer, type Renderer, type RendererPorts } from '../render/renderer.ts';
import { canvasSurface, scratchCanvas } from '../render/surface.ts';
import { createAdjuster } from './adjust.ts';
import { listenKeys } from './keys.ts';
import { listenPointer } from './pointer.ts';

export type Mounted = Pick<Renderer, 'setPicture' | 'setTiles' | 'repaint'> & { dispose(): void };

function addCanvas(host: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  // The host has role and name; what is drawn is told by the list of objects.
  canvas.ariaHidden = 'true';
  Object.assign(canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' });
  host.append(canvas);
  return canvas;
}

/** A message to oneself comes sooner than a timer, and after the pointer's events that wait. */
function soon(run: () => void): () => void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    run();
  };
  port2.postMessage(null);
  return () => port1.close();
}

/** Calls back when the window moves to a screen with other pixels, or is zoomed. */
function watchRatio(changed: (ratio: number) => void): () => void {
  let query: MediaQueryList | null = null;
  const listen = () => {
    query?.removeEventListener('change', listen);
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', listen);
    changed(devicePixelRatio);
  };
  listen();
  return () => query?.removeEventListener('change', listen);
}

/** @param host an element with `position: relative`; nothing else may be inside of it */
export function mountEditor(
  editor: Editor,
  host: HTMLElement,
  hears: Pick<RendererPorts, 'shown' | 'sharp'>,
): Mounted {
  const canvases = [addCanvas(host), addCanvas(host), addCanvas(host)] as const;
  const [picture, shapes, overlay] = canvases;
  const renderer = createRenderer(editor, {
    picture: canvasSurface(picture),
    shapes: canvasSurface(shapes),
    overlay: canvasSurface(overlay),
    scratch: scratchCanvas(),
    frame(run) {
      const id = requestAnimationFrame(run);
      return () => cancelAnimationFrame(id);
    },
    after(ms, run) {
      const id = setTimeout(run, ms);
      return () => clearTimeout(id);
    },
    soon,
    now: () => performance.now(),
    ...hears,
  });
  const adjuster = createAdjuster(picture, host);
  const resize = () => {
    const { width, height } = host.getBoundingClientRect();
    if (width > 0 && height > 0) editor.camera.resize({ width, height });
  };
  const observer = new ResizeObserver(resize);
  observer.observe(host);
  resize();
  adjuster.show(editor.state.get().aids);
  const stops = [
    watchRatio(renderer.setRatio),
    listenPointer(editor, host),
    listenKeys(editor, host),
    editor.state.subscribe(() => {
      const { cursor, aids } = editor.state.get();
      adjuster.show(aids);
      if (host.style.cursor !== cursor) host.style.cursor = cursor;
    }),
  ];
  return {
    setPicture(next) {
      renderer.setPicture(next);
      adjuster.setPicture(next);
    },
    setTiles: renderer.setTiles,
    repaint: renderer.repaint,
    dispose() {
      for (const stop of stops) stop();
      observer.disconnect();
      renderer.dispose();
      adjuster.dispose();
      for (const canvas of canvases) canvas.remove();
    },
  };
}
