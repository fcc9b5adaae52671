/** What a remote refuses, in our own words. */
import { SluiceError } from '#core/errors.ts';
import { Refused } from './http.ts';

/** A refusal in our own words; anything else as it is. */
export function refusal(error: unknown): unknown {
  if (!(error instanceof Refused)) return error;
  const { status, message } = error;
  if (status === 401) return new SluiceError('remote-denied', `The remote wants another token: ${message}`);
  if (status === 409) return new SluiceError('remote-stale', message);
  return new SluiceError('remote-refused', `The remote refused it (${status}): ${message}`, { status });
}

/** What `work` answers; its refusals are errors of our own. */
export async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw refusal(error);
  }
}
