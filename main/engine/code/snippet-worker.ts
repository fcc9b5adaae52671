/** What a thread that runs snippets starts from. One job at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Job, Report } from './job.ts';
import type { WorkerMessage } from './slot.ts';
import { checkJob } from './worker/check-job.ts';
import { createRooms } from './worker/rooms.ts';
import { runJob } from './worker/run-job.ts';
import { tellTimeInUtc } from './worker/utc.ts';

const port = parentPort;
if (!port) throw new Error('This file is the start of a thread.');
const progress = workerData as Int32Array;
const rooms = createRooms();

const post = (message: WorkerMessage): void => port.postMessage(message);

function mark(index: number): void {
  Atomics.store(progress, 0, index);
  Atomics.add(progress, 1, 1);
}

async function work(job: Job): Promise<void> {
  const tell = (report: Omit<Report, 'id'>): void =>
    post({ kind: 'report', report: { id: job.id, ...report }, worn: report.end && rooms.worn() });
  mark(0);
  if (job.kind === 'check') {
    tell({ from: 0, outcomes: [], problem: await checkJob(job, rooms), end: true });
    return;
  }
  await runJob(job, {
    rooms,
    mark,
    send: (from, outcomes, end) => tell({ from, outcomes, problem: null, end }),
  });
}

tellTimeInUtc();
port.on('message', (job: Job) => void work(job));
post({ kind: 'ready' });
