/**
 * The pipeline runner: how fast items go through five nodes beside other engines (part `throughput`), whether that stays
 * so and how quickly it answers with a million items done (`scale`), how much memory a fan-out takes (`memory`), and what
 * a snippet costs (`code`).
 */
import { code } from './runner/code.ts';
import { memory } from './runner/memory.ts';
import { scale } from './runner/scale.ts';
import { throughput } from './runner/throughput.ts';
import { type Parts, runParts } from './support/parts.ts';
import type { BenchReport } from './support/report.ts';

const PARTS: Parts = {
  throughput,
  scale,
  memory,
  code,
};

export async function run(report: BenchReport): Promise<void> {
  await runParts('runner', PARTS, report);
}
