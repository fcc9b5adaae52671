/** A thread that moves what the engine has committed into the database's file. */
import { parentPort, workerData } from 'node:worker_threads';
import { openCheckpointer } from './driver.ts';

export type ToCheckpointer = 'look' | 'end';

/** Pages of 4 KB. Each time costs a wait for the disk, and a page that is changed often is moved once for all. */
const WORTH_IT = 1000;

const checkpointer = openCheckpointer(String(workerData));

parentPort?.on('message', (message: ToCheckpointer) => {
  if (message === 'look') {
    if (checkpointer.waiting() >= WORTH_IT) checkpointer.move();
    return;
  }
  checkpointer.close();
  parentPort?.close();
});
