/** The two schemes of the app: its own files, and the bytes of items. */
import { protocol } from 'electron';
import { APP_SCHEME, serveAppFiles } from './app-files.ts';
import type { EngineProcess } from './engine-process.ts';
import { MEDIA_SCHEME, serveMedia } from './media-files.ts';

/** Must run before the app is ready. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
    {
      // `stream` and `supportFetchAPI`: the exact frame of a video is read by fetch with ranges. `corsEnabled`: a picture
      // drawn on a canvas may be read back only when it came with permission.
      scheme: MEDIA_SCHEME,
      privileges: { standard: true, secure: true, stream: true, supportFetchAPI: true, corsEnabled: true },
    },
  ]);
}

/** Must run before the first window loads. */
export function serveSchemes(rendererFolder: string, engine: EngineProcess): void {
  protocol.handle(APP_SCHEME, serveAppFiles(rendererFolder));
  protocol.handle(MEDIA_SCHEME, serveMedia(engine));
}
