/** Parts of a mask that hang together, and the holes in it. */
import type { Box } from '../box.ts';
import type { Point } from '../plane.ts';
import { invertMask, maskUnion } from './combine.ts';
import { buildMask, emptyMask, type Mask, rowCount, runAt } from './mask.ts';

/** 4: pixels that share a side; 8: those that share a corner only, too. */
export type Connectivity = 4 | 8;

export type Part = {
  /** Pixels. */
  readonly area: number;
  readonly bounds: Box;
};

/** Which part each run belongs to, in the order of the runs, and what the parts are like. */
export type Parts = { readonly ofRun: Int32Array; readonly parts: readonly Part[] };

export function partsOf(mask: Mask, connectivity: Connectivity): Parts {
  const roots = joinedRuns(mask, connectivity);
  const ofRun = new Int32Array(roots.length);
  const names = new Map<number, number>();
  const parts: { area: number; bounds: { left: number; top: number; right: number; bottom: number } }[] = [];
  for (let row = 0; row < rowCount(mask); row++) {
    const y = mask.top + row;
    const end = mask.rows[row + 1] ?? 0;
    for (let at = mask.rows[row] ?? 0; at < end; at += 2) {
      const [left, right] = [mask.runs[at] ?? 0, mask.runs[at + 1] ?? 0];
      const root = find(roots, at / 2);
      const name = names.get(root) ?? parts.length;
      ofRun[at / 2] = name;
      const part = parts[name];
      if (!part) {
        names.set(root, name);
        parts.push({ area: right - left, bounds: { left, top: y, right, bottom: y + 1 } });
        continue;
      }
      part.area += right - left;
      part.bounds.left = Math.min(part.bounds.left, left);
      part.bounds.right = Math.max(part.bounds.right, right);
      part.bounds.bottom = y + 1;
    }
  }
  return { ofRun, parts };
}

/** The parts of a mask for which `keep` says true. */
export function keepParts(mask: Mask, connectivity: Connectivity, keep: (part: Part) => boolean): Mask {
  const { ofRun, parts } = partsOf(mask, connectivity);
  const kept = parts.map(keep);
  return onlyRuns(mask, (run) => kept[ofRun[run] ?? -1] === true);
}

/** The part with the pixel under the point; empty when that is not marked. */
export function partAt(mask: Mask, point: Point, connectivity: Connectivity): Mask {
  const run = runAt(mask, Math.floor(point.x), Math.floor(point.y));
  if (run < 0) return emptyMask(mask);
  const { ofRun } = partsOf(mask, connectivity);
  const wanted = ofRun[run / 2];
  return onlyRuns(mask, (each) => ofRun[each] === wanted);
}

/** Each part as a mask of its own, in reading order of their first pixels. */
export function splitMask(mask: Mask, connectivity: Connectivity): Mask[] {
  const { ofRun, parts } = partsOf(mask, connectivity);
  const builders = parts.map(({ bounds }) => buildMask(mask, bounds.top));
  const rows = parts.map(({ bounds }) => bounds.top - 1);
  for (let row = 0; row < rowCount(mask); row++) {
    const end = mask.rows[row + 1] ?? 0;
    for (let at = mask.rows[row] ?? 0; at < end; at += 2) {
      const part = ofRun[at / 2] ?? 0;
      for (let y = rows[part] ?? 0; y < mask.top + row; y++) builders[part]?.nextRow();
      rows[part] = mask.top + row;
      builders[part]?.add(mask.runs[at] ?? 0, mask.runs[at + 1] ?? 0);
    }
  }
  return builders.map((builder) => builder.done());
}

/**
 * What it does not mark but goes around, where that is at most `most` pixels large. Around a hole its pixels share
 * sides, so a hole may reach through a corner.
 */
export function holesOf(mask: Mask, most = Number.POSITIVE_INFINITY): Mask {
  const { width, height } = mask;
  return keepParts(invertMask(mask), 8, ({ area, bounds }) => {
    const isOutside =
      bounds.left === 0 || bounds.top === 0 || bounds.right === width || bounds.bottom === height;
    return !isOutside && area <= most;
  });
}

/** With its holes of at most `most` pixels filled. */
export function fillHoles(mask: Mask, most?: number): Mask {
  return maskUnion(mask, holesOf(mask, most));
}

/** With the hole under the point filled; the mask itself when there is none. */
export function fillHoleAt(mask: Mask, point: Point): Mask {
  const hole = partAt(holesOf(mask), point, 8);
  return hole.runs.length === 0 ? mask : maskUnion(mask, hole);
}

function onlyRuns(mask: Mask, keep: (run: number) => boolean): Mask {
  const builder = buildMask(mask, mask.top);
  for (let row = 0; row < rowCount(mask); row++) {
    builder.nextRow();
    const end = mask.rows[row + 1] ?? 0;
    for (let at = mask.rows[row] ?? 0; at < end; at += 2) {
      if (keep(at / 2)) builder.add(mask.runs[at] ?? 0, mask.runs[at + 1] ?? 0);
    }
  }
  return builder.done();
}

/** A forest over the runs: those that hang together have one root. */
function joinedRuns(mask: Mask, connectivity: Connectivity): Int32Array {
  const roots = Int32Array.from({ length: mask.runs.length / 2 }, (_, run) => run);
  const reach = connectivity === 8 ? 1 : 0;
  for (let row = 1; row < rowCount(mask); row++) {
    let above = mask.rows[row - 1] ?? 0;
    const aboveEnd = mask.rows[row] ?? 0;
    const end = mask.rows[row + 1] ?? 0;
    for (let at = aboveEnd; at < end; ) {
      if (above >= aboveEnd) break;
      const [left, right] = [mask.runs[at] ?? 0, mask.runs[at + 1] ?? 0];
      const [aboveLeft, aboveRight] = [mask.runs[above] ?? 0, mask.runs[above + 1] ?? 0];
      if (aboveLeft < right + reach && left < aboveRight + reach) join(roots, above / 2, at / 2);
      if (aboveRight < right) above += 2;
      else at += 2;
    }
  }
  return roots;
}

function find(roots: Int32Array, run: number): number {
  let at = run;
  for (let up = roots[at] ?? at; up !== at; up = roots[at] ?? at) {
    // Halves the way for whoever comes next.
    roots[at] = roots[up] ?? up;
    at = up;
  }
  return at;
}

function join(roots: Int32Array, a: number, b: number): void {
  const [first, second] = [find(roots, a), find(roots, b)];
  roots[Math.max(first, second)] = Math.min(first, second);
}
