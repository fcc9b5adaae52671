/** The one thing a window can reach: what preload/bridge.ts puts on it. */
import type { EngineEvent } from '#contract/events.ts';

export type Bridge = {
  /** Sends a call by name, answers the text of an envelope; never rejects, an error comes inside of it. */
  call(name: string, input: unknown): Promise<string>;
  /** Hears every event until the function it returns is called. */
  on(listener: (event: EngineEvent) => void): () => void;
  /** Path on this computer of a file that a person dropped on the window or chose; empty when it has none. */
  pathForFile(file: File): string;
};

declare global {
  interface Window {
    readonly sluice: Bridge;
  }
}

export function bridge(): Bridge {
  return window.sluice;
}

/** Paths of dropped or chosen files, without those that are not files on this computer (a picture from a page). */
export function pathsForFiles(files: Iterable<File>): string[] {
  return [...files].map((file) => bridge().pathForFile(file)).filter((path) => path !== '');
}
