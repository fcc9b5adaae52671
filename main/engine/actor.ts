/**
 * In whose name a call is answered. Calls of the window are the workspace's person's; calls of the API are those of the
 * token's owner. Carried beside the call, so that no handler can forget to pass it on.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

const acting = new AsyncLocalStorage<string | null>();

/** The person the present call is for; null: the workspace's own. */
export function actingPerson(): string | null {
  return acting.getStore() ?? null;
}

export function actingAs<T>(person: string, work: () => T): T {
  return acting.run(person, work);
}

/** For what a call sets off and does not wait for: the machine's own work is in nobody's name. */
export function actingAlone<T>(work: () => T): T {
  return acting.run(null, work);
}
