/** The one window. */
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { APP_PAGE } from './app-files.ts';
import { readJson, writeJson } from './json-file.ts';
import { MIN_SIZE, restoreBounds } from './window-bounds.ts';

export type WindowOptions = {
  readonly preload: string;
  /** Remembers where the window was. */
  readonly boundsFile: string;
  /** Where the page begins, after the hash; null: where it begins by itself. */
  readonly place: string | null;
  /** Asked when the page has something that is not saved. @returns true to leave all the same */
  readonly mayLeave: (window: BrowserWindow) => boolean;
};

/** What is seen before the page has drawn; the same as the page's own background in both themes. */
const BACKGROUND = { dark: '#14181d', light: '#f4f6f8' } as const;

/**
 * What a page refuses to leave is mostly on disk within milliseconds: closing is tried again after this time, and only
 * then is the person asked.
 */
const SAVE_TIME_MS = 600;

/** Makes the window; it shows itself once there is something to see. */
export function createWindow(options: WindowOptions): BrowserWindow {
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  const areas = [main, ...others].map(({ workArea }) => workArea);
  const { maximized, ...bounds } = restoreBounds(readJson(options.boundsFile), areas);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: 'Sluice',
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // A dictionary would be downloaded, and labels are not prose.
      spellcheck: false,
      // Saving and live counts go on behind other windows.
      backgroundThrottling: false,
    },
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    writeJson(options.boundsFile, { ...window.getNormalBounds(), maximized: window.isMaximized() });
  });
  holdUnsaved(window, options.mayLeave);
  void window.loadURL(options.place === null ? APP_PAGE : `${APP_PAGE}#${options.place}`);
  return window;
}

/** The page refuses to go while something is not saved: first wait for it, then ask. */
function holdUnsaved(window: BrowserWindow, mayLeave: WindowOptions['mayLeave']): void {
  let waited = false;
  window.webContents.on('will-prevent-unload', (event) => {
    if (waited) {
      waited = false;
      if (mayLeave(window)) event.preventDefault();
      return;
    }
    waited = true;
    setTimeout(() => window.isDestroyed() || window.close(), SAVE_TIME_MS);
  });
}

/** Brings a window to the front, as when the app is started a second time. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Brings the page to a place of its own, named after the hash. The page stays the page it is. */
export function showPlace(window: BrowserWindow | null, place: string): void {
  void window?.webContents.executeJavaScript(`location.hash = ${JSON.stringify(place)}`);
}
