/** The engine's events over HTTP, as server-sent events. */
import type { ServerResponse } from 'node:http';
import type { EngineEvent } from '#contract/events.ts';

/** A line now and then shows both sides that the other is still there, in milliseconds. */
const BEAT_MS = 15_000;

/** A reader that is this far behind (bytes) is let go: it may come back and read the state by calls. */
const BACKLOG_BYTES = 4 * 1024 * 1024;

export type Subscribe = (listener: (event: EngineEvent) => void) => () => void;

/** Writes events until the reader leaves. */
export function streamEvents(response: ServerResponse, subscribe: Subscribe): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.write(': listening\n\n');
  const send = (text: string) => {
    response.write(text);
    if (response.writableLength > BACKLOG_BYTES) response.destroy();
  };
  const stop = subscribe((event) => send(`event: ${event.name}\ndata: ${JSON.stringify(event.payload)}\n\n`));
  const beat = setInterval(() => send(': still here\n\n'), BEAT_MS);
  response.once('close', () => {
    clearInterval(beat);
    stop();
  });
}
