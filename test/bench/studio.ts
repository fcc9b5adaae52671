/**
 * The Studio: in the real app how soon pictures (part `pictures`), frames of videos (`video`), strokes of a brush
 * (`paint`), many shapes (`canvas`) and the next item of a task (`next`) are on the screen, and by itself what assistance
 * and masks take (`assist`).
 */
import { assist } from './studio/assist.ts';
import { canvas } from './studio/canvas.ts';
import { next } from './studio/next.ts';
import { paint } from './studio/paint.ts';
import { pictures } from './studio/pictures.ts';
import { video } from './studio/video.ts';
import { type Parts, runParts } from './support/parts.ts';
import type { BenchReport } from './support/report.ts';

const PARTS: Parts = { pictures, video, assist, paint, canvas, next };

export async function run(report: BenchReport): Promise<void> {
  await runParts('studio', PARTS, report);
}
