/** Colours of labels: which to give to the next one, and which two are hard to tell apart. */
import { type Label, SAFE_PALETTE } from '../model/recipe.ts';

type Rgb = readonly [number, number, number];
type Lab = readonly [number, number, number];

/** CIE76 colour difference below which two lines side by side are hard to tell apart. */
const LEAST_DIFFERENCE = 15;

/** The colour of the palette that the fewest labels have, the earliest of them. */
export function safeColor(used: readonly string[]): string {
  const count = (color: string) => used.filter((each) => each.toLowerCase() === color).length;
  const least = Math.min(...SAFE_PALETTE.map(count));
  return SAFE_PALETTE.find((color) => count(color) === least) ?? SAFE_PALETTE[0];
}

/** How eyes without red or green cones see it (Viénot, Brettel and Mollon 1999, in linear light). */
const SEEN_BY = {
  protan: [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ],
  deutan: [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ],
} as const;

export type Likeness = {
  readonly a: Label;
  readonly b: Label;
  /** `all`: for everybody; `some`: for the colour-blind. */
  readonly to: 'all' | 'some';
};

/** Pairs of labels that are hard to tell apart; the worst first, at most `most` of them. */
export function lookAlikes(labels: readonly Label[], most = 20): Likeness[] {
  const seen = labels.map((label) => ({ label, views: viewsOf(label.color) }));
  const found: (Likeness & { readonly by: number })[] = [];
  for (const [index, a] of seen.entries()) {
    for (const b of seen.slice(index + 1)) {
      const plain = difference(a.views.plain, b.views.plain);
      const blind = Math.min(...a.views.blind.map((view, at) => difference(view, b.views.blind[at] ?? view)));
      if (Math.min(plain, blind) >= LEAST_DIFFERENCE) continue;
      const to = plain < LEAST_DIFFERENCE ? 'all' : 'some';
      found.push({ a: a.label, b: b.label, to, by: Math.min(plain, blind) });
    }
  }
  return found
    .toSorted((one, other) => one.by - other.by)
    .slice(0, most)
    .map(({ a, b, to }) => ({ a, b, to }));
}

function viewsOf(color: string): { readonly plain: Lab; readonly blind: readonly Lab[] } {
  const linear = linearOf(color);
  return {
    plain: labOf(linear),
    blind: Object.values(SEEN_BY).map((matrix) => labOf(through(matrix, linear))),
  };
}

function through(matrix: readonly Rgb[], [r, g, b]: Rgb): Rgb {
  const row = (at: number) => {
    const [x = 0, y = 0, z = 0] = matrix[at] ?? [];
    return Math.max(0, x * r + y * g + z * b);
  };
  return [row(0), row(1), row(2)];
}

function linearOf(color: string): Rgb {
  const part = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

/** CIE L*a*b* under D65. */
function labOf([r, g, b]: Rgb): Lab {
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function difference(a: Lab, b: Lab): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
