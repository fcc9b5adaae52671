/**
 * The API beside the engine it serves: files uploaded by eight clients at once (part `uploads`), and single items and
 * long lists (`lists`).
 */
import { lists } from './api/lists.ts';
import { uploads } from './api/uploads.ts';
import { type Parts, runParts } from './support/parts.ts';
import type { BenchReport } from './support/report.ts';

const PARTS: Parts = { uploads, lists };

export async function run(report: BenchReport): Promise<void> {
  await runParts('api', PARTS, report);
}
