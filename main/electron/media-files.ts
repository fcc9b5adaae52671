/** Bytes of items, as `sluice-media://item/ID/VARIANT`. The address never holds a path: the engine finds the file. */
import { type FileHandle, open } from 'node:fs/promises';
import { type ByteRange, parseRange } from '#contract/byte-range.ts';
import type { CallOutput } from '#contract/index.ts';
import type { ErrorCode } from '#core/errors.ts';
import { APP_ORIGIN } from './app-files.ts';
import type { EngineProcess } from './engine-process.ts';
import { type Asked, parseAddress } from './media-address.ts';

export const MEDIA_SCHEME = 'sluice-media';

/** Bytes read at a time. */
const CHUNK = 512 * 1024;

/** Serves items' files and the pictures made of them, whole or one range, and tiles. */
export function serveMedia(engine: Pick<EngineProcess, 'call'>): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET and HEAD');
    const asked = parseAddress(request.url);
    if (asked === null) return refuse(400, 'Not an address of an item');
    const found = await ask(engine, asked, request.signal);
    if (!found.ok) {
      // A window asks for a glance before it knows whether the item has one: no error.
      const none = found.error.code === 'wrong-state' && asked.call === 'media.resolve';
      if (none && asked.wish.variant === 'glance')
        return new Response(null, { status: 204, headers: COMMON_HEADERS });
      return refuse(statusOf(found.error.code), found.error.message);
    }
    // The engine has answered by the contract; it is our own process.
    if (asked.call === 'media.tile') {
      const { data, mimetype } = found.value as CallOutput<'media.tile'>;
      const headers = { ...COMMON_HEADERS, 'cache-control': 'no-cache', 'content-type': mimetype };
      return new Response(Buffer.from(data, 'base64'), { headers });
    }
    const media = found.value as CallOutput<'media.resolve'>;
    // What is made of an item never changes: an item is its content. A linked file can be gone or replaced the next time.
    const { variant, window } = asked.wish;
    // A picture through the dataset's window looks otherwise when that is changed.
    const fixed =
      (variant !== 'preview' && variant !== 'glance' && variant !== 'display') || window !== undefined;
    const cache = variant === 'original' ? 'private, max-age=60' : fixed ? UNCHANGING : 'no-cache';
    return await sendFile(media, request, { 'cache-control': cache });
  };
}

const UNCHANGING = 'private, max-age=31536000, immutable';

let lastTicket = 0;

/** Asks the engine, and tells it when the page does not want the answer any more. */
async function ask(engine: Pick<EngineProcess, 'call'>, { call, wish }: Asked, signal: AbortSignal) {
  lastTicket += 1;
  const ticket = `page-${lastTicket}`;
  const drop = () => void engine.call('media.drop', { ticket });
  signal.addEventListener('abort', drop, { once: true });
  try {
    return await engine.call(call, { ...wish, ticket });
  } finally {
    signal.removeEventListener('abort', drop);
  }
}

async function sendFile(
  media: CallOutput<'media.resolve'>,
  request: Request,
  more: Readonly<Record<string, string>>,
): Promise<Response> {
  let file: FileHandle;
  try {
    file = await open(media.path);
  } catch {
    return refuse(404, 'The file of this item is not there any more');
  }
  try {
    const { size } = await file.stat();
    const headers = { ...COMMON_HEADERS, ...more, 'content-type': media.mimetype };
    const range = parseRange(request.headers.get('range'), size);
    if (range === 'unsatisfiable') {
      await file.close();
      return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
    }
    const part = range ?? { first: 0, last: size - 1 };
    const sizes = {
      'content-length': String(part.last - part.first + 1),
      ...(range && { 'content-range': `bytes ${range.first}-${range.last}/${size}` }),
    };
    const body = request.method === 'HEAD' ? null : streamRange(file, part);
    if (body === null) await file.close();
    return new Response(body, { status: range ? 206 : 200, headers: { ...headers, ...sizes } });
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Item files come from anywhere: none may run as a page, and only our own page may read them. */
const COMMON_HEADERS = {
  'accept-ranges': 'bytes',
  'access-control-allow-origin': APP_ORIGIN,
  'access-control-expose-headers': 'content-length, content-range, accept-ranges',
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
};

/**
 * Reads as fast as the page takes. By hand, because Node's own conversion of a file stream throws into the void when
 * the page stops listening in the middle of a read, which every seek in a video does.
 */
function streamRange(file: FileHandle, { first, last }: ByteRange): ReadableStream<Uint8Array> {
  let position = first;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const length = Math.min(CHUNK, last - position + 1);
        const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
        position += bytesRead;
        if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead));
        if (bytesRead > 0 && position <= last) return;
        // At the end, or cut short: the page sees from the length that bytes are missing.
        await file.close();
        controller.close();
      },
      cancel: () => file.close(),
    },
    { highWaterMark: 1 },
  );
}

function statusOf(code: ErrorCode): number {
  switch (code) {
    case 'not-found':
      return 404;
    case 'engine-unavailable':
    case 'engine-restarted':
    case 'workspace-not-open':
      return 503;
    case 'media-unreadable':
      return 415;
    case 'aborted':
      return 499;
    default:
      return 500;
  }
}

function refuse(status: number, message: string): Response {
  return new Response(message, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'access-control-allow-origin': APP_ORIGIN },
  });
}
