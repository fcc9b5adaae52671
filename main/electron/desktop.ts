/** The running app: engine, window, and what lies between them. */
import { join } from 'node:path';
import { app, type BrowserWindow, clipboard, session, shell } from 'electron';
import { describeApp } from './app-info.ts';
import { askToLeave, chooseWorkspace, dialogCalls, showError } from './dialogs.ts';
import type { EngineProcess } from './engine-process.ts';
import { startEngineProcess } from './engine-start.ts';
import { helpCalls } from './help.ts';
import { greetWindow, serveWindow } from './ipc-host.ts';
import { lastWorkspace, rememberWorkspace } from './last-workspace.ts';
import { installMenu } from './menu.ts';
import { loadMessages } from './messages.ts';
import { appPaths, configFolder } from './paths.ts';
import { serveSchemes } from './protocol.ts';
import { guardSession } from './security.ts';
import { createWindow, showPlace, showWindow } from './windows.ts';

export type DesktopOptions = {
  /** Opened at the start; null for the one that was open last. */
  readonly workspace: string | null;
  /** The place in the window that a link names, to begin at. */
  readonly link: string | null;
  readonly hardwareAcceleration: boolean;
};

/**
 * Starts everything; the app then runs until its window is closed. Called once, when Electron is ready.
 * @returns what shows the place of a link
 */
export function runDesktop({
  workspace,
  link,
  hardwareAcceleration,
}: DesktopOptions): (place: string) => void {
  const root = app.getAppPath();
  const paths = appPaths(root);
  const userData = app.getPath('userData');
  const logFile = join(userData, 'logs', 'engine.log');
  const messages = loadMessages(paths.messages, app.getLocale());
  const info = describeApp({
    version: app.getVersion(),
    packaged: app.isPackaged,
    root,
    hardwareAcceleration,
  });

  // First, since it takes longest; the window loads meanwhile.
  const lastFile = join(userData, 'last-workspace.json');
  const engine = startEngineProcess({
    paths,
    root,
    configDir: configFolder(process.env, userData),
    logFile,
    workspace: workspace ?? lastWorkspace(lastFile),
  });
  rememberWorkspace(lastFile, engine);
  let window: BrowserWindow | null = null;
  const current = (): BrowserWindow | null => window;
  guardSession(session.defaultSession);
  serveSchemes(paths.renderer, engine);
  const ipc = serveWindow(current, engine, {
    'app.info': () => info,
    'app.copyText': ({ text }) => {
      clipboard.writeText(text);
      return null;
    },
    ...dialogCalls(current, messages),
    ...helpCalls(paths.help),
  });

  const openWorkspace = async (path: string | null): Promise<void> => {
    if (path === null) return;
    const opened = await engine.call('workspaces.open', { path });
    if (!opened.ok) showError(window, opened.error.message);
  };
  installMenu({
    messages,
    page: () => window?.webContents ?? null,
    platform: process.platform,
    development: !app.isPackaged,
    actions: {
      openWorkspace: async () => await openWorkspace(await chooseWorkspace(window, messages)),
      closeWorkspace: async () => void (await engine.call('workspaces.close', {})),
      showLog: () => shell.showItemInFolder(logFile),
      restartEngine: () => engine.restart(),
    },
  });
  const { runtime, developmentRuntime } = messages.about;
  const about = info.developmentRuntime ? developmentRuntime : runtime;
  app.setAboutPanelOptions({
    applicationVersion: info.version,
    version: about.replace('{{version}}', info.electron),
  });

  window = createWindow({
    preload: paths.preload,
    place: link,
    boundsFile: join(userData, 'window.json'),
    mayLeave: (leaving) => askToLeave(leaving, messages, ipc.pendingChanges()),
  });
  greetWindow(window, engine);
  window.on('closed', () => {
    window = null;
  });
  app.on('second-instance', (_event, _args, _folder, data) => {
    if (window) showWindow(window);
    const { workspace: wish, link: wanted } = data as { workspace?: unknown; link?: unknown };
    if (typeof wish === 'string') void openWorkspace(wish);
    if (typeof wanted === 'string') showPlace(window, wanted);
  });
  quitWith(engine);
  return (place) => {
    if (window) showWindow(window);
    showPlace(window, place);
  };
}

/** The app ends with its window, and not before the engine has ended in order. */
function quitWith(engine: EngineProcess): void {
  let ended = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    void engine.stop().then(() => {
      ended = true;
      // Not at once: an engine that is gone already ends within this very event, and quitting again is ignored in it.
      setImmediate(() => app.quit());
    });
  });
}
