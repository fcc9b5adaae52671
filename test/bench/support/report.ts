/** Figures of a bench: how ours compares to an anchor or a bar, printed for people or as one JSON line each. */

export type Figure = {
  readonly bench: string;
  readonly metric: string;
  readonly unit: string;
  readonly ours: number;
  /** What ours is compared to, measured in the same run; null when it stands by itself. */
  readonly anchor: number | null;
  /** ours / anchor; null without one. */
  readonly ratio: number | null;
  /** The ratio, or without an anchor the value, that is just good enough; null: for information only. */
  readonly bar: number | null;
  /** True: more is better, and the bar is the least that will do. Otherwise it is the most. */
  readonly least?: boolean;
  readonly ok: boolean;
  /** What a reader should know of it, such as why it could not be measured. */
  readonly note?: string;
};

export type BenchReport = {
  figure(figure: Figure): void;
  /** Fewer rounds and smaller inputs: to see that a bench works, not to judge by. */
  readonly quick: boolean;
  /** Which parts of a bench that has parts to run; empty: all. */
  readonly parts: readonly string[];
};

/** A figure that stands by itself; ok when it is not above its bar. */
export function plainFigure(
  bench: string,
  metric: string,
  unit: string,
  ours: number,
  bar: number | null = null,
): Figure {
  return { bench, metric, unit, ours, anchor: null, ratio: null, bar, ok: bar === null || ours <= bar };
}

/** A figure for which more is better; ok when the ratio to the anchor is not below the bar. */
export function leastFigure(
  figure: Pick<Figure, 'bench' | 'metric' | 'unit' | 'ours'> & {
    readonly anchor: number;
    readonly bar: number;
    readonly note?: string;
  },
): Figure {
  const ratio = figure.ours / figure.anchor;
  return { ...figure, ratio, least: true, ok: ratio >= figure.bar };
}

/** Says of a figure why there is none. It counts as missed: a bar that was not looked at was not reached. */
export function missingFigure(bench: string, metric: string, unit: string, note: string): Figure {
  return { bench, metric, unit, ours: Number.NaN, anchor: null, ratio: null, bar: null, ok: false, note };
}

/** The value below which the share (0 to 1) of the values lies, by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function formatFigures(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.bench,
    figure.metric,
    Number.isNaN(figure.ours) ? 'none' : `${number(figure.ours)} ${figure.unit}`,
    figure.anchor === null ? '' : `${number(figure.anchor)} ${figure.unit}`,
    figure.ratio === null ? '' : number(figure.ratio),
    figure.bar === null ? '' : `${figure.least ? '>=' : '<='} ${number(figure.bar)}`,
    figure.ok ? (figure.bar === null ? '' : 'ok') : 'MISSED',
    figure.note ?? '',
  ]);
  const headings = ['bench', 'metric', 'ours', 'anchor', 'ratio', 'bar', '', 'note'];
  return [headings, headings.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell, at) => cell.padEnd(widest([headings, ...rows], at))).join(' | ')} |`)
    .join('\n');
}

function widest(rows: readonly (readonly string[])[], at: number): number {
  return Math.max(3, ...rows.map((row) => (row[at] ?? '').length));
}

function number(value: number): string {
  return Math.abs(value) >= 100 || Number.isInteger(value) ? String(Math.round(value)) : value.toPrecision(3);
}
