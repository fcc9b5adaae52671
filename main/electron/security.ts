/** What no page may do, whatever gets into a window. */
import { app, type Session, shell, type WebContents } from 'electron';

/** Places on the web that help pages and messages point to. */
const LINK_HOSTS: ReadonlySet<string> = new Set([
  'ffmpeg.org',
  'developers.dataloop.ai',
  'docs.dataloop.ai',
  'sdk-docs.dataloop.ai',
  'www.apache.org',
]);

/** Applies to every page there will be, in any window or frame. */
export function guardPages(): void {
  app.on('web-contents-created', (_event, contents) => guardPage(contents));
}

/** A page stays what it is: no other address, no window of its own, no embedded one. */
function guardPage(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openLink(url);
    return { action: 'deny' };
  });
}

/** Opens an address in the person's browser if it is one of the places known here; else does nothing. */
export function openLink(address: string): void {
  if (isKnownLink(address)) void shell.openExternal(address);
}

export function isKnownLink(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === 'https:' && url.username === '' && url.port === '' && LINK_HOSTS.has(url.host);
  } catch {
    return false;
  }
}

/** No camera, microphone, location, notifications, devices; and no network: only the engine may use one. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*'] },
    (_request, decide) => decide({ cancel: true }),
  );
}
