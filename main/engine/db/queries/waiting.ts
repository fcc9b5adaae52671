/** Everything of this workspace that a remote has not confirmed: changes, recipes, and what it is asked to do. */
import type { ReadableDb } from '../driver.ts';
import { countOutbox } from './outbox.ts';
import { countRecipes } from './recipe-copies.ts';
import { countOrders } from './remote-orders.ts';

/** Those that go by themselves, and those that the remote did not take. */
export function countWaiting(db: ReadableDb, remoteId: string): { queued: number; parked: number } {
  const counts = [countOutbox, countOrders, countRecipes].map((count) => count(db, remoteId));
  return {
    queued: counts.reduce((sum, { queued }) => sum + queued, 0),
    parked: counts.reduce((sum, { parked }) => sum + parked, 0),
  };
}
