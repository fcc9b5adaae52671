/**
 * `npm run bench -- NAME... [--json] [--quick] [--record] [--part PART]...`: runs the benches of those names (all without
 * one), prints their figures, and ends with 1 when a bar is missed. `--record` adds the figures to RESULTS.md with the
 * machine's facts; `--part` runs only that part of a bench that has parts.
 */
import { appendFile, readdir } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BenchReport, type Figure, formatFigures } from './support/report.ts';

type Bench = { readonly run: (report: BenchReport) => Promise<void> };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    part: { type: 'string', multiple: true, default: [] },
  },
});

const files = await readdir(import.meta.dirname);
const known = files.filter((file) => file.endsWith('.ts') && file !== 'run.ts');
const names = known.map((file) => file.replace(/\.ts$/, '')).toSorted();
const unknown = positionals.filter((name) => !names.includes(name));

if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  process.exitCode = 2;
} else {
  const figures: Figure[] = [];
  for (const name of positionals.length > 0 ? positionals : names) {
    const bench: Bench = await import(`./${name}.ts`);
    await bench.run({
      quick: values.quick,
      parts: values.part,
      figure: (figure) => {
        figures.push(figure);
        if (values.json) console.log(JSON.stringify(figure));
      },
    });
  }
  if (!values.json) console.log(formatFigures(figures));
  if (values.record) await appendFile(join(import.meta.dirname, 'RESULTS.md'), record(figures));
  process.exitCode = figures.every((figure) => figure.ok) ? 0 : 1;
}

function record(measured: readonly Figure[]): string {
  const cpu = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const machine = `${cpu}, ${availableParallelism()} cores, ${memory}, ${process.platform}, Node ${process.version}`;
  return `\n## ${new Date().toISOString().slice(0, 10)}\n\n${machine}\n\n${formatFigures(measured)}\n`;
}
