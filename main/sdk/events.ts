/** What a server tells without being asked, as server-sent events. Events say that something changed; calls say what it is now. */
import type { Context } from './context.ts';
import { isRecord } from './diff.ts';
import { ConnectionFailed } from './errors.ts';
import { pause } from './retry.ts';
import type { Cancel, Json } from './transport.ts';

export type ServerEvent = {
  /** Such as `items.changed`, `tasks.changed`, `pipelines.counts`. */
  readonly name: string;
  readonly payload: Json;
};

export type EventOptions = Cancel & {
  /** Only these; default: all. */
  readonly names?: readonly string[];
  /** Called each time that listening begins, also after a lost connection: what changed in between was not told. */
  readonly onListening?: () => void;
  /** Milliseconds before a lost connection is made anew; default 1000. */
  readonly againMs?: number;
};

/** Listens until the signal is aborted or the loop is left. Lost connections are made anew. @throws ApiError when the server refuses. */
export async function* listen(
  { transport }: Context,
  options: EventOptions = {},
): AsyncGenerator<ServerEvent, void, undefined> {
  const { names, signal, onListening, againMs = 1000 } = options;
  const left = new AbortController();
  const both = signal ? AbortSignal.any([signal, left.signal]) : left.signal;
  try {
    for (;;) {
      const sent = { headers: { accept: 'text/event-stream' }, atRoot: true, signal: both };
      const response = await transport.send('GET', '/events', sent);
      onListening?.();
      try {
        for await (const event of eventsIn(response)) if (names?.includes(event.name) ?? true) yield event;
      } catch (error) {
        if (signal?.aborted) return;
        if (!isLost(error)) throw error;
      }
      await pause(againMs, signal);
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    left.abort();
  }
}

/** The stream broke off, which is no answer of the server's. */
function isLost(error: unknown): boolean {
  return error instanceof TypeError || error instanceof ConnectionFailed;
}

async function* eventsIn({ body }: Response): AsyncGenerator<ServerEvent> {
  let text = '';
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece.replaceAll('\r\n', '\n');
    const whole = text.split('\n\n');
    text = whole.pop() ?? '';
    for (const block of whole) {
      const event = readEvent(block);
      if (event) yield event;
    }
  }
}

/** Null for what only shows that the server is there. */
function readEvent(block: string): ServerEvent | null {
  const lines = block.split('\n');
  const valuesOf = (field: string) =>
    lines
      .filter((line) => line.startsWith(`${field}:`))
      .map((line) => line.slice(field.length + 1).replace(/^ /, ''));
  const data = valuesOf('data');
  if (data.length === 0) return null;
  const payload: unknown = JSON.parse(data.join('\n'));
  return { name: valuesOf('event')[0] ?? 'message', payload: isRecord(payload) ? payload : {} };
}
