/** A watched folder over time: watched while it is there, waited for while it is not. */
import { readdir, stat } from 'node:fs/promises';
import { whyUnavailable as whyUnreadable } from './folder-rules.ts';
import { type FolderSession, type Live, openSession, type SessionOptions } from './folder-session.ts';

export type FolderWatcher = {
  live(): Live;
  busy(): boolean;
  rescan(): void;
  close(): Promise<void>;
};

export function watchFolder(options: Omit<SessionOptions, 'vanished' | 'whyUnavailable'>): FolderWatcher {
  const { folder, timing } = options;
  let session: FolderSession | null = null;
  let unavailable: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  /** The disk that the folder was on when it was last there. */
  let device: number | null = null;
  let closed = false;
  let attempt = open();

  async function whyUnavailable(): Promise<string | null> {
    return (await whyUnreadable(folder.path)) ?? (await whyEmptied().catch((error: Error) => error.message));
  }

  async function whyEmptied(): Promise<string | null> {
    const { dev } = await stat(folder.path);
    // What a disk leaves behind when it is pulled out is the empty folder that it was shown in.
    if (device !== null && dev !== device && (await readdir(folder.path)).length === 0) {
      return `${folder.path} is empty where a disk used to be. Connect the disk; Sluice goes on by itself.`;
    }
    device = dev;
    return null;
  }

  async function open(): Promise<void> {
    const why = await whyUnavailable();
    if (closed) return;
    unavailable = why;
    if (why === null) session = openSession({ ...options, whyUnavailable, vanished });
    else timer = setTimeout(reopen, timing.recheckMs);
    options.changed();
  }

  function reopen(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    attempt = open();
  }

  /** Called from inside the session: it is closed once it has returned from there. */
  function vanished(): void {
    const ending = session;
    session = null;
    if (!ending || closed) return;
    attempt = Promise.resolve()
      .then(() => ending.close())
      .then(() => (closed ? undefined : open()));
  }

  return {
    live: () =>
      session?.live() ?? {
        state: unavailable === null ? 'scanning' : 'unavailable',
        note: unavailable,
        waiting: 0,
        rate: 0,
      },
    busy: () => session?.busy() ?? unavailable === null,
    rescan() {
      if (session) session.rescan();
      else if (timer) reopen();
    },
    async close() {
      closed = true;
      if (timer) clearTimeout(timer);
      await attempt;
      await session?.close();
    },
  };
}
