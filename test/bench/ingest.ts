/**
 * Taking in folders of pictures: all of a folder that is watched for the first time (part `scan`), and ten thousand that
 * appear in one that is watched (`burst`), each beside a bare loop over the same files in the same run.
 */
import { burst } from './ingest/burst.ts';
import { scan } from './ingest/scan.ts';
import type { BenchReport } from './support/report.ts';

export async function run(report: BenchReport): Promise<void> {
  if (report.parts.length === 0 || report.parts.includes('scan')) await scan(report);
  if (report.parts.length === 0 || report.parts.includes('burst')) await burst(report);
}
