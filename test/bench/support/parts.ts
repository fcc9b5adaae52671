/** A bench of several parts, of which some can be chosen. */
import { type BenchReport, missingFigure } from './report.ts';

export type Parts = Readonly<Record<string, (report: BenchReport) => Promise<void>>>;

/**
 * Runs the chosen parts, or all. A part that fails does not keep the others from being measured.
 * @throws Error when a part is chosen that the bench does not have
 */
export async function runParts(bench: string, parts: Parts, report: BenchReport): Promise<void> {
  const unknown = report.parts.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) {
    const known = Object.keys(parts).join(', ');
    throw new Error(`There is no part ${unknown.join(', ')}. There are: ${known}.`);
  }
  for (const [name, part] of Object.entries(parts)) {
    if (report.parts.length > 0 && !report.parts.includes(name)) continue;
    try {
      await part(report);
    } catch (error) {
      console.error(error);
      report.figure(missingFigure(bench, `part ${name}`, '', 'It failed; the error is above.'));
    }
  }
}
