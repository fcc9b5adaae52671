/** The one channel on which windows call, and the one on which they hear events. */
import { type BrowserWindow, ipcMain, type WebFrameMain } from 'electron';
import { calls, isCallName } from '#contract/index.ts';
import { APP_ORIGIN } from './app-files.ts';
import type { EngineProcess } from './engine-process.ts';
import { refuse, relayCall, type ShellHandlers } from './relay.ts';

export type IpcHost = {
  /** Mutations of windows that are not answered yet. */
  pendingChanges(): number;
};

/** Serves the window's calls and sends it the engine's events, as long as the app runs. */
export function serveWindow(
  window: () => BrowserWindow | null,
  engine: EngineProcess,
  shell: ShellHandlers,
): IpcHost {
  let pending = 0;
  ipcMain.handle('sluice:call', async (event, name: unknown, input: unknown) => {
    if (!isOurPage(event.senderFrame, window())) {
      return refuse('forbidden', 'Only the page of the Sluice window may call.');
    }
    const change = typeof name === 'string' && isCallName(name) && calls[name].kind === 'mutation' ? 1 : 0;
    pending += change;
    try {
      return await relayCall(name, input, { engine, shell });
    } finally {
      pending -= change;
    }
  });
  engine.subscribe((event) => window()?.webContents.send('sluice:event', event));
  return { pendingChanges: () => pending };
}

/** Tells a window that has just loaded what the engine is doing: it has missed the event. */
export function greetWindow(window: BrowserWindow, engine: EngineProcess): void {
  window.webContents.on('did-finish-load', () => {
    window.webContents.send('sluice:event', { name: 'engine.state', payload: engine.state() });
  });
}

/** True for the page itself in our window: not another window, not a frame inside, not a foreign page. */
function isOurPage(frame: WebFrameMain | null, window: BrowserWindow | null): boolean {
  if (frame === null || window === null || window.isDestroyed()) return false;
  return frame === window.webContents.mainFrame && frame.origin === APP_ORIGIN;
}
