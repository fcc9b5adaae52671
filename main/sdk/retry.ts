/** Trying again: what did not reach the server, and what the server could not do for the moment. */
import { setTimeout as sleep } from 'node:timers/promises';

export type RetryOptions = {
  /** In all, the first one counted. */
  readonly tries: number;
  /** Milliseconds before the second; each wait after it is twice the one before. */
  readonly firstMs: number;
  /** Milliseconds that a wait takes at most. */
  readonly mostMs: number;
};

export const RETRY: RetryOptions = { tries: 6, firstMs: 300, mostMs: 20_000 };

export type Verdict = {
  readonly again: boolean;
  /** What the server asks to be waited for, in milliseconds. */
  readonly afterMs?: number | undefined;
};

/** Codes of connections that were never made: nothing of the request has been read by anybody. */
const NEVER_REACHED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Whether a request that failed on the way may go again. One that makes something may have been carried out. */
export function mayResend(method: string, error: unknown): boolean {
  return method !== 'POST' || NEVER_REACHED.includes(codeOf(error) ?? '');
}

/** Whether an answer is worth another try. 500 is a fault of the server that the same request meets again. */
export function verdictOn(response: Response): Verdict {
  const { status } = response;
  if (status !== 429 && (status <= 500 || status === 509 || status > 511)) return { again: false };
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return { again: true, afterMs: Number.isFinite(seconds) ? seconds * 1000 : undefined };
}

/** @param tried how many times so far, from 1. */
export function waitMs({ firstMs, mostMs }: RetryOptions, tried: number, asked?: number): number {
  return Math.min(mostMs, asked ?? firstMs * 2 ** (tried - 1));
}

/** @throws the signal's reason once it is aborted. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause);
}
