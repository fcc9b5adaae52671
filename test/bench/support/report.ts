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
  /** The largest ratio, or without an anchor the largest value, that is good enough; null: for information only. */
  readonly bar: number | null;
  readonly ok: boolean;
};

export type BenchReport = {
  figure(figure: Figure): void;
  /** Fewer rounds and smaller inputs: to see that a bench works, not to judge by. */
  readonly quick: boolean;
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

/** The value below which the share (0 to 1) of the values lies, by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function formatFigures(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.bench,
    figure.metric,
    `${number(figure.ours)} ${figure.unit}`,
    figure.anchor === null ? '' : `${number(figure.anchor)} ${figure.unit}`,
    figure.ratio === null ? '' : number(figure.ratio),
    figure.bar === null ? '' : `<= ${number(figure.bar)}`,
    figure.bar === null ? '' : figure.ok ? 'ok' : 'MISSED',
  ]);
  const headings = ['bench', 'metric', 'ours', 'anchor', 'ratio', 'bar', ''];
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
