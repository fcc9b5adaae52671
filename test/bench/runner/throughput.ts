/** Items a second through five nodes, beside other engines and a bare loop that writes the same rows. */
import { installPeer, type Peer } from '../support/peers.ts';
import { type BenchReport, leastFigure, missingFigure } from '../support/report.ts';
import { runChild } from './child.ts';
import { type Contestant, contest } from './contest.ts';
import {
  type BareTiming,
  bareTimingSchema,
  type OwnTiming,
  ownTimingSchema,
  timingSchema,
} from './messages.ts';

const BENCH = 'runner';
const UNIT = 'items/s';

type Rival = Contestant & {
  /** The least that ours must be, as a multiple of this one. */
  readonly bar: number;
  readonly note?: () => string;
};
type AbsentRival = { readonly title: string; readonly reason: string };

export async function throughput(report: BenchReport): Promise<void> {
  const items = report.quick ? 1000 : 10_000;
  const { ours, bareLoop } = own(items);
  const peers = [
    await peerRival('plainjob', { items, synchronous: null }, 5),
    await peerRival('plainjob', { items, synchronous: 'FULL' }, 20),
    await peerRival('node-red', { items, synchronous: null }, 0.8),
  ];
  const rivals = [bareLoop, ...peers.filter((peer) => 'run' in peer)];
  const rounds = report.quick ? { rounds: 1, warmUps: 0 } : { rounds: 3, warmUps: 1 };
  const seconds = await contest<Contestant>([ours, ...rivals], rounds);
  const rate = (contestant: Contestant) => items / (seconds.get(contestant) ?? Number.NaN);
  for (const rival of rivals) {
    const metric = `five nodes, FULL, beside ${rival.title}`;
    const figure = {
      bench: BENCH,
      metric,
      unit: UNIT,
      ours: rate(ours),
      anchor: rate(rival),
      bar: rival.bar,
    };
    report.figure(leastFigure({ ...figure, ...(rival.note ? { note: rival.note() } : {}) }));
  }
  for (const absent of peers.filter((peer) => 'reason' in peer)) {
    const note = `${absent.title} cannot be installed: ${absent.reason}`;
    report.figure(missingFigure(BENCH, `five nodes, FULL, beside ${absent.title}`, UNIT, note));
  }
}

/** Ours, and the loop that writes what ours has written last. */
function own(items: number): { ours: Contestant; bareLoop: Rival } {
  let written: Omit<OwnTiming, 'seconds'> | null = null;
  let tables: BareTiming['tables'] = [];
  return {
    ours: {
      title: 'ours',
      run: async (folder) => {
        const { seconds, ...rest } = await runChild('sluice', { items, folder }, ownTimingSchema);
        written = rest;
        return seconds;
      },
    },
    bareLoop: {
      title: 'a bare better-sqlite3 loop',
      bar: 0.5,
      run: async (folder) => {
        const timing = await runChild('bare-loop', { ...written, folder }, bareTimingSchema);
        tables = timing.tables;
        return timing.seconds;
      },
      note: () => `${written?.transactions} transactions; ${describe(tables)}`,
    },
  };
}

/** Rows by table, but for the few of counters. */
function describe(tables: BareTiming['tables']): string {
  const rows = tables.map(({ inserted, updated, ...rest }) => ({ ...rest, count: inserted + updated }));
  const all = rows.reduce((sum, { count }) => sum + count, 0);
  const told = rows.filter(({ count }) => count * 100 >= all).toSorted((a, b) => b.count - a.count);
  const bytes = (table: (typeof rows)[number]) => Math.round(table.bytes / table.count);
  return `${all} rows: ${told.map((table) => `${table.count} ${table.name} of ${bytes(table)} B`).join(', ')}`;
}

async function peerRival(
  peer: Peer,
  contest: { items: number; synchronous: 'FULL' | null },
  bar: number,
): Promise<Rival | AbsentRival> {
  const installed = await installPeer(peer);
  const title = contest.synchronous ? `${installed.title} at ${contest.synchronous}` : installed.title;
  if (!installed.ok) return { title, reason: installed.reason };
  return {
    title,
    bar,
    run: async (folder) => {
      const input = { ...contest, folder, peerFolder: installed.folder };
      return (await runChild(peer, input, timingSchema)).seconds;
    },
  };
}
