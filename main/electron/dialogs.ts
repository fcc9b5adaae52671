/** Questions that the system asks the person for us. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { type BrowserWindow, dialog, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import { SluiceError } from '#core/errors.ts';
import type { Messages } from './messages.ts';
import type { ShellHandlers } from './relay.ts';

/** What can become an item; anything else can still be chosen, and is then listed with the reason it was not taken. */
const PICTURES = ['jpg', 'jpeg', 'png', 'webp', 'bmp', 'gif', 'tif', 'tiff', 'avif'];
const VIDEOS = ['mp4', 'm4v', 'mov', 'mkv', 'webm', 'avi', 'mpg', 'mpeg', 'ts', 'wmv'];

export function dialogCalls(
  window: () => BrowserWindow | null,
  messages: Messages,
): Pick<
  ShellHandlers,
  `dialogs.${'chooseFolder' | 'chooseFiles' | 'chooseBackup' | 'saveBackup' | 'choosePack' | 'savePack' | 'saveText'}`
> {
  return {
    'dialogs.chooseFolder': async ({ title, defaultPath }) => {
      const [path] = await choose(window(), {
        title,
        properties: ['openDirectory', 'createDirectory'],
        ...(defaultPath !== null && { defaultPath }),
      });
      return { path: path ?? null };
    },
    'dialogs.chooseFiles': async ({ title }) => ({
      paths: await choose(window(), {
        title,
        properties: ['openFile', 'multiSelections'],
        filters: [
          { name: messages.dialogs.media, extensions: [...PICTURES, ...VIDEOS] },
          { name: messages.dialogs.allFiles, extensions: ['*'] },
        ],
      }),
    }),
    'dialogs.chooseBackup': async ({ title }) => {
      const [path] = await choose(window(), { title, properties: ['openFile'], filters: archives(messages) });
      return { path: path ?? null };
    },
    'dialogs.saveBackup': async ({ title, name }) => {
      const path = await chooseName(window(), { title, defaultPath: name, filters: archives(messages) });
      return { path: path === null || /\.tar$/i.test(path) ? path : `${path}.tar` };
    },
    'dialogs.choosePack': async ({ title }) => {
      const [path] = await choose(window(), { title, properties: ['openFile'], filters: packs(messages) });
      return { path: path ?? null };
    },
    'dialogs.savePack': async ({ title, name }) => {
      const path = await chooseName(window(), { title, defaultPath: name, filters: packs(messages) });
      return { path: path === null || /\.sluicepack$/i.test(path) ? path : `${path}.sluicepack` };
    },
    'dialogs.saveText': async ({ title, name, text }) => {
      const path = await chooseName(window(), { title, defaultPath: name });
      if (path !== null) await writeText(path, text);
      return { path };
    },
  };
}

function archives(messages: Messages): { name: string; extensions: string[] }[] {
  return [{ name: messages.dialogs.backups, extensions: ['tar'] }];
}

function packs(messages: Messages): { name: string; extensions: string[] }[] {
  return [{ name: messages.dialogs.packs, extensions: ['sluicepack'] }];
}

async function chooseName(parent: BrowserWindow | null, options: SaveDialogOptions): Promise<string | null> {
  const answer = parent ? await dialog.showSaveDialog(parent, options) : await dialog.showSaveDialog(options);
  return answer.canceled || answer.filePath === '' ? null : answer.filePath;
}

/** Whole or not at all: what was there before stays until the new text is on disk. */
async function writeText(path: string, text: string): Promise<void> {
  const half = `${path}.${process.pid}.new`;
  try {
    await writeFile(half, text);
    await rename(half, path);
  } catch (cause) {
    await rm(half, { force: true }).catch(() => undefined);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SluiceError('io', `${path} cannot be written: ${reason}`, { path }, { cause });
  }
}

/** Asks for one workspace folder; null when the person thinks better of it. */
export async function chooseWorkspace(
  window: BrowserWindow | null,
  messages: Messages,
): Promise<string | null> {
  const title = messages.dialogs.openWorkspace;
  const [path] = await choose(window, { title, properties: ['openDirectory', 'createDirectory'] });
  return path ?? null;
}

async function choose(window: BrowserWindow | null, options: OpenDialogOptions): Promise<string[]> {
  const answer = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return answer.canceled ? [] : answer.filePaths;
}

/** Asks whether to leave although something is not saved. @returns true to leave */
export function askToLeave(window: BrowserWindow, messages: Messages, pendingChanges: number): boolean {
  const { title, detail, pending, stay, leave } = messages.unsaved;
  const choice = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: title,
    detail: pendingChanges > 0 ? `${pending.replace('{{count}}', String(pendingChanges))} ${detail}` : detail,
    buttons: [stay, leave],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return choice === 1;
}

export function showError(window: BrowserWindow | null, message: string): void {
  const options = { type: 'error' as const, message };
  void (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
}
