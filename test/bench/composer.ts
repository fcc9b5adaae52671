/** Graphs on the screen: how smoothly large ones move (part `canvas`), and what live counts cost (`live`). */
import { canvas } from './composer/canvas.ts';
import { live } from './composer/live.ts';
import { type Parts, runParts } from './support/parts.ts';
import type { BenchReport } from './support/report.ts';

const PARTS: Parts = { canvas, live };

export async function run(report: BenchReport): Promise<void> {
  await runParts('composer', PARTS, report);
}
