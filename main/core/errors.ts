/**
 * The one error type that crosses boundaries. A boundary (IPC, HTTP, CLI) carries `{code, message, details}`:
 * programs branch on `code`, people read `message`, which names the thing and the remedy.
 */
import { z } from 'zod';

export const ERROR_CODES = [
  'aborted',
  'conflict',
  'database-corrupt',
  'database-from-future',
  'disk-full',
  'engine-restarted',
  'engine-unavailable',
  'forbidden',
  'internal',
  'invalid-input',
  'io',
  'media-unreadable',
  'not-found',
  'pipeline-invalid',
  'read-only',
  'remote-denied',
  'remote-offline',
  'remote-refused',
  'remote-stale',
  'remote-untrusted',
  'tool-failed',
  'tool-missing',
  'unknown-call',
  'unsupported',
  'workspace-locked',
  'workspace-not-open',
  'wrong-state',
] as const;

export const errorCodeSchema = z.enum(ERROR_CODES);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** JSON-like facts about an error, for programs and for the details fold-out of an error message. */
export const errorDetailsSchema = z.record(z.string(), z.unknown());
export type ErrorDetails = Readonly<Record<string, unknown>>;

export const wireErrorSchema = z.object({
  code: errorCodeSchema,
  message: z.string(),
  details: errorDetailsSchema,
});
/** An error as it crosses a process or network boundary. */
export type WireError = z.infer<typeof wireErrorSchema>;

export class SluiceError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'SluiceError';
    this.code = code;
    this.details = details;
  }
}

/** True for a SluiceError with one of the codes (any code when none is given). */
export function isSluiceError(error: unknown, ...codes: readonly ErrorCode[]): error is SluiceError {
  return error instanceof SluiceError && (codes.length === 0 || codes.includes(error.code));
}

/** What a boundary sends for any thrown value; an unexpected one becomes `internal` with its own message. */
export function toWireError(error: unknown): WireError {
  if (error instanceof SluiceError) {
    return { code: error.code, message: error.message, details: { ...error.details } };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, details: {} };
}

/** The thrown form of an error that arrived over a boundary. */
export function fromWireError(error: WireError): SluiceError {
  return new SluiceError(error.code, error.message, error.details);
}

/** For the default branch of a switch over a closed union: a compile error when a case is missing. */
export function unreachable(value: never): never {
  throw new SluiceError('internal', `Unexpected value ${JSON.stringify(value)}`);
}
