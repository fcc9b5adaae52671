/** Answers with a file, or with the range of its bytes that the client asks for. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseRange } from '#contract/byte-range.ts';
import { SluiceError } from '#core/errors.ts';
import type { FileReply } from './route.ts';

/** @throws SluiceError `io` when the file is not there any more, or has another length than it had a moment ago. */
export async function sendFile(
  { headers, method }: FastifyRequest,
  reply: FastifyReply,
  { path, mimetype, size }: FileReply,
): Promise<FastifyReply> {
  reply.header('accept-ranges', 'bytes').type(mimetype);
  const range = parseRange(headers.range ?? null, size);
  if (range === 'unsatisfiable') {
    // An empty file has no first byte, and is complete without one.
    if (size > 0) return await reply.code(416).header('content-range', `bytes */${size}`).send('');
    return await reply.header('content-length', 0).send('');
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  reply.header('content-length', last - first + 1);
  if (range) reply.code(206).header('content-range', `bytes ${first}-${last}/${size}`);
  if (method === 'HEAD' || size === 0) return await reply.send('');
  // Opened before anything is answered: what is missing is an error and not an answer that breaks off.
  const file = await open(path).catch((cause: unknown) => {
    throw new SluiceError('io', 'The file cannot be read just now. Try again.', { path }, { cause });
  });
  return await reply.send(createReadStream('', { fd: file, start: first, end: last }));
}
