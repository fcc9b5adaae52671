/** The application menu. What belongs to the page is passed on to it as the key that does the same there. */
import { Menu, type MenuItemConstructorOptions, type WebContents } from 'electron';
import type { Messages } from './messages.ts';

export type MenuActions = {
  openWorkspace(): void;
  closeWorkspace(): void;
  showLog(): void;
  restartEngine(): void;
};

export type MenuOptions = {
  readonly messages: Messages;
  readonly page: () => WebContents | null;
  readonly actions: MenuActions;
  readonly platform: NodeJS.Platform;
  /** True: with what developers need. */
  readonly development: boolean;
};

type Item = MenuItemConstructorOptions;
const SEPARATOR: Item = { type: 'separator' };

export function installMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)));
}

export function menuTemplate({ messages, page, actions, platform, development }: MenuOptions): Item[] {
  const text = messages.menu;
  const mac = platform === 'darwin';
  const modifier = mac ? 'meta' : 'control';

  /** Shown with its key, which the page hears itself; a click sends the page that key. */
  const pageKey = (label: string, key: string, shift = false): Item => ({
    label,
    accelerator: `CommandOrControl+${shift ? 'Shift+' : ''}${key}`,
    registerAccelerator: false,
    click: () => {
      const modifiers: ('meta' | 'control' | 'shift')[] = shift ? [modifier, 'shift'] : [modifier];
      page()?.sendInputEvent({ type: 'keyDown', keyCode: key, modifiers });
      page()?.sendInputEvent({ type: 'keyUp', keyCode: key, modifiers });
    },
  });
  const screen = (label: string, place: string): Item => ({
    label,
    click: () => void page()?.executeJavaScript(`location.hash = ${JSON.stringify(place)}`),
  });

  return [
    ...(mac ? [{ role: 'appMenu' } satisfies Item] : []),
    {
      label: text.file,
      submenu: [
        { label: text.openWorkspace, accelerator: 'CommandOrControl+O', click: actions.openWorkspace },
        { label: text.closeWorkspace, click: actions.closeWorkspace },
        SEPARATOR,
        { role: mac ? 'close' : 'quit' },
      ],
    },
    {
      label: text.edit,
      submenu: [
        pageKey(text.undo, 'Z'),
        pageKey(text.redo, 'Z', true),
        SEPARATOR,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: text.view,
      submenu: [
        pageKey(text.commands, 'K'),
        SEPARATOR,
        screen(text.home, '#/home'),
        screen(text.data, '#/data'),
        screen(text.folders, '#/folders'),
        screen(text.tasks, '#/tasks'),
        screen(text.pipelines, '#/pipelines'),
        screen(text.settings, '#/settings'),
        SEPARATOR,
        { role: 'togglefullscreen' },
        ...(development ? [SEPARATOR, { role: 'toggleDevTools' } satisfies Item] : []),
      ],
    },
    {
      label: text.help,
      role: 'help',
      submenu: [
        screen(text.helpPages, '#/help'),
        { label: text.showLog, click: actions.showLog },
        { label: text.restartEngine, click: actions.restartEngine },
        SEPARATOR,
        { role: 'about' },
      ],
    },
  ];
}
