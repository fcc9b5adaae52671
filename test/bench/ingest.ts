/**
 * Taking in folders of pictures: all of a folder that is watched for the first time (part `scan`), and ten thousand that
 * appear in one that is watched (`burst`), each beside a bare loop over the same files in the same run.
 */
import { burst } from './ingest/burst.ts';
import { scan } from './ingest/scan.ts';
import { type Parts, runParts } from './support/parts.ts';
import type { BenchReport } from './support/report.ts';

const PARTS: Parts = { scan, burst };

export async function run(report: BenchReport): Promise<void> {
  await runParts('ingest', PARTS, report);
}
