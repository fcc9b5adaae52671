/** What no page may do, whatever gets into a window. */
import { app, type Session, shell, type WebContents } from 'electron';
import { isKnownLink } from './links.ts';

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

/** Opens a known address in the person's browser; does nothing with any other. */
function openLink(address: string): void {
  if (isKnownLink(address)) void shell.openExternal(address);
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
