import type { IncomingMessage } from 'node:http';
import { SluiceError } from '#core/errors.ts';

/** Large enough for ten thousand annotations in one change. */
export const BODY_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * The JSON in a request's body; an empty body is an empty object.
 * @throws SluiceError `invalid-input` when it is too large or not JSON.
 */
export async function readJson(request: IncomingMessage, limit: number = BODY_LIMIT_BYTES): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > limit) {
      throw new SluiceError('invalid-input', `The body is larger than ${limit} bytes.`, { limit });
    }
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString('utf8');
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SluiceError('invalid-input', 'The body is not JSON.', {}, { cause });
  }
}
