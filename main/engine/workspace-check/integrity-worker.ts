/** What a thread starts from that reads a whole database, with a connection of its own, and tells what is damaged. */
import { parentPort, workerData } from 'node:worker_threads';
import { toWireError } from '#core/errors.ts';
import { openForReading } from '../db/driver.ts';
import { findDamage } from '../db/queries/workspace-check.ts';
import type { IntegrityAnswer, IntegrityTask } from './integrity.ts';

const port = parentPort;
if (!port) throw new Error('This file is the start of a thread.');
const { path, limit } = workerData as IntegrityTask;

const tell = (answer: IntegrityAnswer): void => port.postMessage(answer);

try {
  const db = openForReading(path);
  try {
    tell({ found: findDamage(db, limit) });
  } finally {
    db.close();
  }
} catch (error) {
  tell({ error: toWireError(error) });
}
