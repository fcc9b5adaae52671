/** A table of frames for tests of what shows them. */
import type { FrameTable } from '#core/media/frame-table.ts';

export function tableOf(pts: readonly number[], timeBase = { num: 1, den: 1000 }): FrameTable {
  return {
    count: pts.length,
    timeBase,
    pts: Float64Array.from(pts),
    keys: new Uint8Array(pts.length),
    source: 'packets',
    damaged: false,
    note: null,
  };
}
