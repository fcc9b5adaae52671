/**
 * Imports that are promised in the transaction that makes what they are for. One that a crash or the end of the engine
 * interrupts is begun anew at the next start; to take the same file in twice makes no second item.
 */
import { isSluiceError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import { readSettings, removeSetting, writeSetting } from '../db/queries/settings.ts';
import { MACHINE, type Tx } from '../unit.ts';
import type { Imports } from './imports.ts';

/** Before the id of the dataset; behind it the path of the file. */
const KEY = 'promised-import ';

/** Notes that the file is to come into the dataset. Call `keep` once that is on disk. */
export function promiseImport(tx: Tx, datasetId: string, path: string): void {
  writeSetting(tx.db, `${KEY}${datasetId}`, path);
}

/** Answers a function that begins what is promised and not under way. */
export function createPromised(ctx: EngineContext, imports: Imports): () => void {
  const underWay = new Set<string>();

  async function keep(key: string, path: string): Promise<void> {
    const jobId = imports.begin({
      datasetId: key.slice(KEY.length),
      paths: [path],
      mode: 'copy',
      actor: ctx.settings().person,
    });
    await imports.summary(jobId);
    // Interrupted, and not cancelled by a person.
    if (!ctx.closing.aborted) forget(key);
  }

  function forget(key: string): void {
    ctx.unit(MACHINE, (tx) => removeSetting(tx.db, key));
  }

  return () => {
    for (const [key, path] of readSettings(ctx.db)) {
      if (!key.startsWith(KEY) || underWay.has(key)) continue;
      underWay.add(key);
      keep(key, path)
        .catch((error: unknown) => {
          // The dataset was deleted meanwhile.
          if (isSluiceError(error, 'not-found')) forget(key);
          else ctx.ports.logger.log('error', 'a promised import', { error: String(error) });
        })
        .finally(() => underWay.delete(key));
    }
  };
}
