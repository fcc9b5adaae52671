/** One HTTP request to a program of the person's choice, and what its answer means for whoever waits for it. */
import { SluiceError } from '#core/errors.ts';

export type HttpCall = {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  /** Null: none. */
  readonly body: string | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

/** The beginning of an answer's body that is read, in bytes; no more is waited for. */
const MOST_BYTES = 16 * 1024;
/** Characters of an answer that a person is shown. */
const SHOWN = 300;
const MOST_REDIRECTS = 5;
/** Milliseconds: the longest wait that an answer may ask for. */
const LONGEST_WAIT = 3_600_000;

/**
 * Sends the request, and answers the status of a 2xx. Redirects are followed on the same host only.
 * @throws SluiceError `io` for what may go well later: no connection, no answer in time, 429 and 5xx, with the wait that
 * was asked for as `retryAfterMs`; `invalid-input` for any other answer, `aborted` when the signal fires.
 */
export async function call(wanted: HttpCall): Promise<number> {
  const { timeoutMs, signal } = wanted;
  const timeout = AbortSignal.timeout(timeoutMs);
  const stop = AbortSignal.any([signal, timeout]);
  let { url, method, body } = withoutLogin(wanted);
  const where = placeOf(url);
  try {
    for (let redirects = 0; ; redirects++) {
      const answer = await fetch(url, {
        method,
        headers: wanted.headers,
        body,
        signal: stop,
        redirect: 'manual',
      });
      const next = redirectOf(answer, url);
      if (next === null && !answer.ok) throw failure(answer, await beginning(answer), `${method} ${where}`);
      await answer.body?.cancel();
      if (next === null) return answer.status;
      if (redirects === MOST_REDIRECTS || next.host !== url.host || isDowngrade(url, next)) {
        throw refusedRedirect(where, next, redirects);
      }
      url = next;
      // "See other": it was taken, and what became of it is there.
      if (answer.status === 303) [method, body] = ['GET', null];
    }
  } catch (cause) {
    if (cause instanceof SluiceError) throw cause;
    if (signal.aborted)
      throw new SluiceError('aborted', `The request to ${where} was stopped.`, {}, { cause });
    const late = `gave no answer in ${timeoutMs / 1000} seconds`;
    const why = timeout.aborted ? late : `cannot be reached: ${reasonOf(cause)}`;
    throw new SluiceError('io', `${where} ${why}.`, { url: where }, { cause });
  }
}

/** A login in the address goes into a header, as `fetch` wants it. */
function withoutLogin({ url, headers, ...wanted }: HttpCall): {
  url: URL;
  method: string;
  body: string | null;
} {
  const parsed = new URL(url);
  if (parsed.username || parsed.password) {
    const login = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`;
    if (!headers.has('authorization')) {
      headers.set('authorization', `Basic ${Buffer.from(login).toString('base64')}`);
    }
    parsed.username = '';
    parsed.password = '';
  }
  return { url: parsed, method: wanted.method, body: wanted.body };
}

/** For messages: what follows the path is often secret. */
function placeOf({ origin, pathname }: URL): string {
  return origin + pathname;
}

async function beginning(answer: Response): Promise<string> {
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  while (reader && bytes < MOST_BYTES) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    text += decoder.decode(value, { stream: true });
  }
  await reader?.cancel();
  return text;
}

function redirectOf({ status, headers }: Response, from: URL): URL | null {
  const location = headers.get('location');
  if (![301, 302, 303, 307, 308].includes(status) || location === null) return null;
  return URL.canParse(location, from.href) ? new URL(location, from.href) : null;
}

/** Headers may hold secrets, which go over no line that is open to others. */
function isDowngrade(from: URL, to: URL): boolean {
  return to.protocol !== from.protocol && to.protocol !== 'https:';
}

function refusedRedirect(where: string, next: URL, redirects: number): SluiceError {
  const why =
    redirects === MOST_REDIRECTS
      ? `sends from one address to the next more than ${MOST_REDIRECTS} times`
      : `sends on to ${placeOf(next)}, which is somewhere else. If that is right, write that address into the node`;
  return new SluiceError('invalid-input', `${where} ${why}.`, { url: where });
}

function failure({ status, headers }: Response, text: string, what: string): SluiceError {
  const said = text.trim().replace(/\s+/g, ' ').slice(0, SHOWN);
  const message = `${what} was answered with ${status}${said === '' ? '' : `: ${said}`}`;
  if (status !== 429 && status < 500) return new SluiceError('invalid-input', message, { status });
  const retryAfterMs = waitAskedFor(headers.get('retry-after'), headers.get('date'));
  return new SluiceError('io', message, { status, ...(retryAfterMs === null ? {} : { retryAfterMs }) });
}

/** Seconds, or a time by the clock of whoever answered. */
function waitAskedFor(retryAfter: string | null, date: string | null): number | null {
  if (retryAfter === null) return null;
  const now = Date.parse(date ?? '');
  const ms = /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, LONGEST_WAIT) : null;
}

/** `fetch` hides the reason in the causes of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error.cause === undefined ? error.message : reasonOf(error.cause);
}
