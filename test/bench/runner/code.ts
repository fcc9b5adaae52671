/** What a person's snippet costs an item: the sandbox by itself, and as a node beside a node that is built in. */
import { type BenchReport, percentile, plainFigure } from '../support/report.ts';
import { runChild } from './child.ts';
import { type Contestant, contest } from './contest.ts';
import { snippetTimingSchema } from './messages.ts';

const BENCH = 'runner';
/** Milliseconds an item. */
const BARS = { batch: 0.1, alone: 1 } as const;

/** In the desktop app snippets run in threads of the engine; on the command line in a process of their own. */
const WAYS = { thread: 'the app', process: 'the command line' } as const;

export async function code(report: BenchReport): Promise<void> {
  const size = report.quick ? { items: 1000, alone: 50 } : { items: 10_000, alone: 500 };
  const rounds = { rounds: report.quick ? 1 : 3, warmUps: 0 };
  for (const way of ['thread', 'process'] as const) {
    const sandbox = snippets('sandbox', { ...size, way });
    const seconds = (await contest([sandbox], rounds)).get(sandbox) ?? Number.NaN;
    tell(report, `sandbox as in ${WAYS[way]}`, (seconds * 1000) / size.items, sandbox.alone());
  }
  const builtIn = snippets('code-node', { ...size, middle: 'split', way: 'thread' });
  const thread = snippets('code-node', { ...size, middle: 'code', way: 'thread' });
  const process = snippets('code-node', { ...size, middle: 'code', way: 'process' });
  const seconds = await contest([builtIn, thread, process], rounds);
  for (const [way, ours] of Object.entries({ thread, process })) {
    const more = (seconds.get(ours) ?? Number.NaN) - (seconds.get(builtIn) ?? Number.NaN);
    const what = `code node over a split, as in ${way === 'thread' ? WAYS.thread : WAYS.process}`;
    tell(report, what, (more * 1000) / size.items, ours.alone() - builtIn.alone());
  }
}

function tell(report: BenchReport, what: string, inBatches: number, alone: number): void {
  report.figure(plainFigure(BENCH, `${what}, in batches`, 'ms/item', inBatches, BARS.batch));
  report.figure(plainFigure(BENCH, `${what}, alone, median`, 'ms', alone, BARS.alone));
}

type Snippets = Contestant & {
  /** Milliseconds of an item that is run alone: medians of the rounds, and of these the median. */
  readonly alone: () => number;
};

function snippets(child: string, input: Readonly<Record<string, unknown>>): Snippets {
  const medians: number[] = [];
  return {
    title: child,
    alone: () => percentile(medians, 0.5),
    run: async (folder) => {
      const timing = await runChild(child, { ...input, folder }, snippetTimingSchema);
      medians.push(percentile(timing.oneByOne, 0.5));
      return timing.seconds;
    },
  };
}
