/** A thread that reads and hashes files for the engine. */
import { parentPort } from 'node:worker_threads';
import { toWireError } from '#core/errors.ts';
import { hashFile } from '../media/hash.ts';
import { createInspector } from './inspect.ts';
import type { FromReader, ToReader } from './read-pool.ts';

/** Hashes of large files that are under way. */
const hashing = new Map<number, AbortController>();

parentPort?.on('message', (message: ToReader) => {
  switch (message.kind) {
    case 'inspect': {
      const inspect = createInspector(message.own);
      const from = performance.now();
      const inspections = message.paths.map(inspect);
      return tell({ kind: 'inspected', id: message.id, inspections, tookMs: performance.now() - from });
    }
    case 'hash':
      return void hashLarge(message.id, message.path);
    case 'cancel':
      return hashing.get(message.id)?.abort();
  }
});

/** Piece by piece, and in between small files have their turn. */
async function hashLarge(id: number, path: string): Promise<void> {
  const cancelling = new AbortController();
  hashing.set(id, cancelling);
  try {
    tell({ kind: 'hashed', id, hash: await hashFile(path, cancelling.signal), error: null });
  } catch (error) {
    tell({ kind: 'hashed', id, hash: null, error: toWireError(error) });
  }
  hashing.delete(id);
}

function tell(message: FromReader): void {
  parentPort?.postMessage(message);
}
