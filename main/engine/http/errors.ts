/** Which status each error has on the wire, and what its body says. */
import { type ErrorCode, SluiceError, toWireError } from '#core/errors.ts';

/** An answer that is an error of HTTP itself and no error of ours. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: 400 | 401 | 403 | 404 | 413 | 429, message: string) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
  }
}

/** What a caller did wrong is never 5xx: clients try that again, five times. */
export function statusOf(code: ErrorCode): number {
  switch (code) {
    case 'invalid-input':
    case 'pipeline-invalid':
    case 'media-unreadable':
    case 'unsupported':
      return 400;
    case 'forbidden':
      return 403;
    case 'not-found':
    case 'unknown-call':
      return 404;
    case 'conflict':
    case 'wrong-state':
    case 'remote-stale':
    case 'workspace-locked':
    case 'workspace-not-open':
      return 409;
    case 'tool-failed':
    case 'tool-missing':
    case 'remote-denied':
    case 'remote-offline':
    case 'remote-refused':
    case 'remote-untrusted':
      return 424;
    case 'engine-restarted':
    case 'engine-unavailable':
    case 'aborted':
      return 503;
    case 'database-corrupt':
    case 'database-from-future':
    case 'disk-full':
    case 'internal':
    case 'io':
    case 'read-only':
      return 500;
  }
}

export const TOO_LARGE = 'The body is larger than 16 MB, which is the most that is read.';

export type Refusal = { readonly status: number; readonly message: string; readonly code: ErrorCode };

/** Status and text of whatever was thrown. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof HttpError) {
    return { status: error.status, message: error.message, code: codeOf(error.status) };
  }
  if (!(error instanceof SluiceError)) {
    const status = statusIn(error);
    if (status !== null) {
      const message = status === 413 ? TOO_LARGE : error instanceof Error ? error.message : String(error);
      return { status, message, code: codeOf(status) };
    }
  }
  const { code, message } = toWireError(error);
  // What went wrong inside is in the log: it may quote paths or data that are not this client's.
  const told = code === 'internal' ? 'Something went wrong inside Sluice; its log says what.' : message;
  return { status: statusOf(code), message: told, code };
}

/** The server's own errors about requests carry their status. */
function statusIn(error: unknown): number | null {
  if (!(error instanceof Error) || !('statusCode' in error)) return null;
  const { statusCode } = error;
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode >= 500) return null;
  return [401, 403, 404, 409, 413, 429].includes(statusCode) ? statusCode : 400;
}

function codeOf(status: number): ErrorCode {
  if (status === 404) return 'not-found';
  return status === 401 || status === 403 ? 'forbidden' : 'invalid-input';
}
