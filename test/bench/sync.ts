/**
 * Sync with a hub in a process of its own, on this computer: the first pull of a large dataset (part `pull`), and queued
 * changes beside a bare client that posts the same parcels (`push`), a backup while others wait (`backup`), and the next item
 * on the screen while all that is exchanged (`studio`).
 */
import { type Parts, runParts } from './support/parts.ts';
import type { BenchReport } from './support/report.ts';
import { backup } from './sync/backup.ts';
import { pull } from './sync/pull.ts';
import { push } from './sync/push.ts';
import { studio } from './sync/studio.ts';

const PARTS: Parts = { push, pull, backup, studio };

export async function run(report: BenchReport): Promise<void> {
  await runParts('sync', PARTS, report);
}
