/**
 * Sync with a hub in a process of its own, on this computer: the first pull of a large dataset (part `pull`), and queued
 * changes beside a bare client that posts the same parcels (`push`), and a backup while others wait (`backup`).
 */
import { type Parts, runParts } from './support/parts.ts';
import type { BenchReport } from './support/report.ts';
import { backup } from './sync/backup.ts';
import { pull } from './sync/pull.ts';
import { push } from './sync/push.ts';

const PARTS: Parts = { push, pull, backup };

export async function run(report: BenchReport): Promise<void> {
  await runParts('sync', PARTS, report);
}
