/** What the world outside has seen: every webhook at least once under a key of its own; and no process left behind. */
import { readdirSync, readFileSync } from 'node:fs';
import { executionIdOf } from '#core/model/run-ids.ts';
import type { ReadableDb } from '#engine/db/driver.ts';
import { told } from '../checks/rules.ts';
import { MARK } from './life.ts';
import type { Receiver } from './receiver.ts';

type Told = { readonly key: number; readonly at: number; readonly itemId: string; readonly done: number };

export function findWrongDeliveries(db: ReadableDb, { deliveries, nameless }: Receiver): string[] {
  const executions = db.all<Told>(
    `SELECT execution.key, execution.created_at AS at, item_id AS itemId,
       logged IS NOT NULL OR EXISTS (SELECT 1 FROM event WHERE event.execution = execution.key AND kind = 'done') AS done
     FROM execution JOIN node ON node.key = node WHERE node_id = 'hook'`,
  );
  const byKey = new Map(executions.map((one) => [String(executionIdOf(one.key, one.at)), one]));
  const lost = [...byKey].filter(([key, { done }]) => done === 1 && !deliveries.get(key)?.taken);
  const strange = [...deliveries].filter(([key, { itemId }]) => byKey.get(key)?.itemId !== itemId);
  return [
    ...told('an execution succeeded, and nobody was told', lost),
    ...told('somebody was told under a key that no execution for the item has', strange),
    ...(nameless() === 0 ? [] : [`${nameless()} requests came without a key`]),
  ];
}

/** Processes of this run that are still there; on systems that do not tell of other processes, none. */
export function processesLeft(home: string): string[] {
  let ids: string[];
  try {
    ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return ids.flatMap((id) => {
    try {
      const isOurs = readFileSync(`/proc/${id}/environ`, 'utf8').split('\0').includes(`${MARK}=${home}`);
      return isOurs ? [`${id}: ${readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ')}`] : [];
    } catch {
      // It has ended meanwhile, or is somebody else's.
      return [];
    }
  });
}
