/** What the sending of each kind of change needs. */
import type { Outcome } from '#core/model/exchange.ts';
import { type ItemJson, itemThereSchema } from '#core/sync/dataloop/items.ts';
import { type Http, Refused } from '../http.ts';

export type Work = { readonly http: Http; readonly signal: AbortSignal };

export function refused(code: string, message: string): Outcome {
  return { now: null, clashes: [], by: null, refused: { code, message } };
}

/** What `work` answers, or why the remote does not take it; another token is asked for once, for everything. */
export async function orRefused(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused) || error.status === 401) throw error;
    const code = error.status === 404 ? 'not-found' : 'remote-refused';
    return refused(code, `The remote refused it (${error.status}): ${error.message}`);
  }
}

/** As it is there now. */
export async function findItem({ http, signal }: Work, itemId: string): Promise<ItemJson | null> {
  try {
    return await http.ask({ method: 'GET', path: `/items/${itemId}`, reply: itemThereSchema }, signal);
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}
