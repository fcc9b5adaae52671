/** The Studio in the real app: how soon pictures (part `pictures`) and frames of videos (`video`) are on the screen. */
import { pictures } from './studio/pictures.ts';
import { video } from './studio/video.ts';
import { type Parts, runParts } from './support/parts.ts';
import type { BenchReport } from './support/report.ts';

const PARTS: Parts = { pictures, video };

export async function run(report: BenchReport): Promise<void> {
  await runParts('studio', PARTS, report);
}
