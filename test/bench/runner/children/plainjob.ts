/** plainjob: a job type for each of five nodes, each handler adds the next job. Its own shape: two commits a step. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Sqlite from 'better-sqlite3';
import { childInput, childResult } from '../child.ts';
import { finishLine } from '../finish-line.ts';
import { peerContestSchema } from '../messages.ts';

type Logger = Readonly<Record<'debug' | 'info' | 'warn' | 'error', (message: string) => void>>;
type Queue = {
  add(type: string, data: unknown): unknown;
  addMany(type: string, data: readonly unknown[]): unknown;
};
type Worker = { start(): Promise<void> };
type Plainjob = {
  better(db: Sqlite.Database): unknown;
  defineQueue(options: { connection: unknown; logger: Logger }): Queue;
  defineWorker(
    type: string,
    work: (job: { readonly data: string }) => Promise<void>,
    options: { queue: Queue; logger: Logger; pollIntervall: number },
  ): Worker;
};

const NODES = 5;
const { items, folder, peerFolder, synchronous } = childInput(peerContestSchema);
const path = createRequire(join(peerFolder, 'package.json')).resolve('plainjob');
const plainjob: Plainjob = await import(pathToFileURL(path).href);

const silent = () => {};
const logger = { debug: silent, info: silent, warn: silent, error: console.error };
const db = new Sqlite(join(folder, 'plainjob.db'));
const queue = plainjob.defineQueue({ connection: plainjob.better(db), logger });
if (synchronous) db.pragma(`synchronous = ${synchronous}`);

const finish = finishLine(items, NODES);

async function step(node: number, data: string): Promise<void> {
  const item: { n: number } = JSON.parse(data);
  item.n += 1;
  if (node < NODES) queue.add(`node-${node + 1}`, item);
  else finish.arrived(item.n);
}

const workers = Array.from({ length: NODES }, (_, at) => {
  const node = at + 1;
  const options = { queue, logger, pollIntervall: 1 };
  return plainjob.defineWorker(`node-${node}`, (job) => step(node, job.data), options);
});
const batch = Array.from({ length: items }, (_, id) => ({ id, n: 0, pad: 'x'.repeat(150) }));

const start = performance.now();
queue.addMany('node-1', batch);
for (const worker of workers) void worker.start();
await finish.allThrough;
const seconds = (performance.now() - start) / 1000;
childResult({ seconds });
process.exit(0);
