/** What an API answers when it refuses, one class a status, so that a script can tell them apart with `instanceof`. */

export type ErrorFacts = {
  /** Of HTTP; 0 when no answer came. */
  readonly status: number;
  /** The request, as `POST /pipelines`. */
  readonly request: string;
  readonly cause?: unknown;
};

/** An answer that is an error, with the server's message, or no answer at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly request: string;

  constructor(message: string, { status, request, cause }: ErrorFacts) {
    super(message, cause === undefined ? {} : { cause });
    this.name = new.target.name;
    this.status = status;
    this.request = request;
  }
}

/** No answer came: nobody listens there, or the connection broke. */
export class ConnectionFailed extends ApiError {}
/** 400: what was sent does not fit. */
export class BadRequest extends ApiError {}
/** 401: there is no token, or it has expired or was taken back. */
export class Unauthorized extends ApiError {}
/** 403: the token's role may not do this. */
export class Forbidden extends ApiError {}
/** 404 */
export class NotFound extends ApiError {}
/** 408 */
export class RequestTimeout extends ApiError {}
/** 409: it is in the way of something else. */
export class Conflict extends ApiError {}
/** 413 */
export class TooLarge extends ApiError {}
/** 424: something this needs has failed; also a command that did not succeed. */
export class FailedDependency extends ApiError {}
/** 429: wait, then try again. */
export class TooManyRequests extends ApiError {}
/** 5xx, after it was tried again. */
export class ServerError extends ApiError {}

const BY_STATUS: Readonly<Record<number, typeof ApiError>> = {
  400: BadRequest,
  401: Unauthorized,
  403: Forbidden,
  404: NotFound,
  408: RequestTimeout,
  409: Conflict,
  413: TooLarge,
  424: FailedDependency,
  429: TooManyRequests,
};

/** The error of a status, with the message of the body `{"message": "…"}` or else what the body says. */
export function errorOf(status: number, body: string, request: string): ApiError {
  const kind = BY_STATUS[status] ?? (status >= 500 ? ServerError : ApiError);
  return new kind(messageIn(body) ?? `The server answered ${status} to ${request}.`, { status, request });
}

function messageIn(body: string): string | null {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) return null;
    if ('message' in parsed && typeof parsed.message === 'string') return parsed.message;
    return 'error' in parsed && typeof parsed.error === 'string' ? parsed.error : null;
  } catch {
    const text = body.trim();
    return text === '' || text.startsWith('<') ? null : text.slice(0, 500);
  }
}
