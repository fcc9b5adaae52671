/** Reads the bodies of requests: JSON, and forms where clients send them. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpError, TOO_LARGE } from './errors.ts';

/** Large enough for ten thousand annotations in one change. */
export const BODY_LIMIT_BYTES = 16 * 1024 * 1024;

/** Lists and objects inside one another; no entity comes near it. */
const DEEPEST = 100;

const FORM = 'application/x-www-form-urlencoded';
export const PARTS = 'multipart/form-data';

export function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    // Some calls have the type and no body.
    if (text.trim() === '') return done(null, undefined);
    if (depthOf(text) > DEEPEST) {
      return done(
        new HttpError(400, `The body has more than ${DEEPEST} lists or objects inside one another.`),
      );
    }
    return parse(request, text, (error, value) =>
      error ? done(new HttpError(400, `The body is not JSON: ${error.message}`)) : done(null, value),
    );
  });
  app.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  // Left where it is: the route reads it as it comes, however long it is.
  app.addContentTypeParser(PARTS, (_request, _payload, done) => done(null, undefined));
}

/**
 * A form on a web page can send a form without asking first, so forms are taken only where clients send them.
 * @throws HttpError 400 naming the type that is wanted, 413 for too much of it.
 */
export function refuseBody(
  request: FastifyRequest,
  { form, parts }: { readonly form?: true | undefined; readonly parts?: true | undefined },
): void {
  const type = typeOf(request);
  if (parts && type === PARTS) return;
  const length = Number(request.headers['content-length'] ?? 0);
  // Told before any of it is read: what then still comes is thrown away, so that the client gets to read the answer.
  if (length > BODY_LIMIT_BYTES) throw new HttpError(413, TOO_LARGE);
  const hasBody = request.headers['transfer-encoding'] !== undefined || length > 0;
  if (!hasBody || type === 'application/json' || (form && type === FORM)) return;
  const wanted = ['application/json', ...(form ? [FORM] : []), ...(parts ? [PARTS] : [])].join(' or ');
  throw new HttpError(400, `The body must be sent as "Content-Type: ${wanted}".`);
}

/** Its media type, without parameters. */
export function typeOf({ headers }: Pick<FastifyRequest, 'headers'>): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** How deep lists and objects are inside one another, without building them. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (inText) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inText = false;
    } else if (code === QUOTE) inText = true;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) depth -= 1;
  }
  return deepest;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
