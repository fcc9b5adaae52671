/**
 * The only door of a window: calls of the contract, events, and the path of a dropped file. Runs sandboxed, in a world
 * of its own; the page sees the three functions below and nothing of Electron.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { EngineEvent } from '#contract/events.ts';

/** Names of the calls that a window may make, put in by the build from the contract. */
declare const __SLUICE_CALLS__: readonly string[];

const names: ReadonlySet<string> = new Set(__SLUICE_CALLS__);
const listeners = new Set<(event: EngineEvent) => void>();

// One listener on the channel for all of the page's: it is heard from the first event on, and nothing adds up.
ipcRenderer.on('sluice:event', (_event, event: EngineEvent) => {
  for (const listener of listeners) listener(event);
});

const bridge = {
  /** Answers the text of an envelope: what crosses into the page's world as an object is copied field by field. */
  async call(name: string, input: unknown): Promise<string> {
    if (names.has(name)) return await ipcRenderer.invoke('sluice:call', name, input);
    const message = `There is no call "${name}".`;
    return JSON.stringify({ ok: false, error: { code: 'unknown-call', message, details: { name } } });
  },
  on(listener: (event: EngineEvent) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  // A page gets the bytes of a dropped file but not its path, and an import must know the path: the engine links or
  // copies the file itself. Only a File that a person gave to the page has one.
  pathForFile: (file: File): string => webUtils.getPathForFile(file),
};

contextBridge.exposeInMainWorld('sluice', bridge);
