/**
 * The pipeline runner: how fast items go through five nodes beside other engines (part `throughput`), whether that stays
 * so and how quickly it answers with a million items done (`scale`), how much memory a fan-out takes (`memory`), and what
 * a snippet costs (`code`).
 */
import { code } from './runner/code.ts';
import { memory } from './runner/memory.ts';
import { scale } from './runner/scale.ts';
import { throughput } from './runner/throughput.ts';
import { type BenchReport, missingFigure } from './support/report.ts';

const PARTS: Readonly<Record<string, (report: BenchReport) => Promise<void>>> = {
  throughput,
  scale,
  memory,
  code,
};

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
      report.figure(missingFigure('runner', `part ${name}`, '', 'It failed; the error is above.'));
    }
  }
}
