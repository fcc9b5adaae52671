/** What a server tells without being asked, as server-sent events. Events say that something changed; calls say what it is now. */
import type { Context } from './context.ts';
import { isRecord } from './diff.ts';
import { ConnectionFailed } from './errors.ts';
import { pause } from './retry.ts';
import type { Cancel, Json } from './transport.ts';

export type ServerEvent = {
  /** Such as `item.created`, `item.status`, `cycle.ended`; `reset`: some were missed, read the state by other calls. */
  readonly name: string;
  /** Of what it is: ids of it and of its item, dataset and project. */
  readonly payload: Json;
};

export type EventOptions = Cancel & {
  /** Only these; `item` stands for all of items. Default: all. */
  readonly names?: readonly string[];
  /** Only of projects, and of datasets, with these ids. */
  readonly projects?: readonly string[];
  readonly datasets?: readonly string[];
  /** Called each time that listening begins, also after a lost connection: it goes on after the last event that came. */
  readonly onListening?: () => void;
  /** Milliseconds before a lost connection is made anew; default 1000. */
  readonly againMs?: number;
};

/** Listens until the signal is aborted or the loop is left. Lost connections are made anew. @throws ApiError when the server refuses. */
export async function* listen(
  { transport }: Context,
  options: EventOptions = {},
): AsyncGenerator<ServerEvent, void, undefined> {
  const { signal, onListening, againMs = 1000 } = options;
  const query = {
    type: options.names?.join(','),
    project: options.projects?.join(','),
    dataset: options.datasets?.join(','),
  };
  const left = new AbortController();
  const both = signal ? AbortSignal.any([signal, left.signal]) : left.signal;
  let last: string | null = null;
  try {
    for (;;) {
      const resumed: Record<string, string> = last === null ? {} : { 'last-event-id': last };
      const sent = { headers: { accept: 'text/event-stream', ...resumed }, query, signal: both };
      const response = await transport.send('GET', '/events', sent);
      onListening?.();
      try {
        for await (const { id, event } of eventsIn(response)) {
          last = id ?? last;
          yield event;
        }
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

type Told = { readonly id: string | null; readonly event: ServerEvent };

async function* eventsIn({ body }: Response): AsyncGenerator<Told> {
  let text = '';
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece.replaceAll('\r\n', '\n');
    const whole = text.split('\n\n');
    text = whole.pop() ?? '';
    for (const block of whole) {
      const told = readEvent(block);
      if (told) yield told;
    }
  }
}

/** Null for what only shows that the server is there. */
function readEvent(block: string): Told | null {
  const lines = block.split('\n');
  const valuesOf = (field: string) =>
    lines
      .filter((line) => line.startsWith(`${field}:`))
      .map((line) => line.slice(field.length + 1).replace(/^ /, ''));
  const data = valuesOf('data');
  if (data.length === 0) return null;
  const payload: unknown = JSON.parse(data.join('\n'));
  return {
    id: valuesOf('id')[0] ?? null,
    event: { name: valuesOf('event')[0] ?? 'message', payload: isRecord(payload) ? payload : {} },
  };
}
