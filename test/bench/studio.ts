/** The Studio in the real app: how soon pictures (part `pictures`) and frames of videos (`video`) are on the screen. */
import { pictures } from './studio/pictures.ts';
import { video } from './studio/video.ts';
import { type BenchReport, missingFigure } from './support/report.ts';

const PARTS: Readonly<Record<string, (report: BenchReport) => Promise<void>>> = { pictures, video };

/** A part that fails does not keep the others from being measured. */
export async function run(report: BenchReport): Promise<void> {
  const unknown = report.parts.filter((name) => !Object.hasOwn(PARTS, name));
  if (unknown.length > 0) {
    const known = Object.keys(PARTS).join(', ');
    throw new Error(`There is no part ${unknown.join(', ')}. There are: ${known}.`);
  }
  for (const [name, part] of Object.entries(PARTS)) {
    if (report.parts.length > 0 && !report.parts.includes(name)) continue;
    try {
      await part(report);
    } catch (error) {
      console.error(error);
      report.figure(missingFigure('studio', `part ${name}`, '', 'It failed; the error is above.'));
    }
  }
}
