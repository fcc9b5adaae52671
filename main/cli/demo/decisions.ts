/**
 * What the demo's people decide. Everything depends on the seed and the frame's index alone, so that a demo that was
 * interrupted and goes on ends with the same numbers as one that was not.
 */
import type { BoxGeometry } from '#core/model/annotation.ts';
import { draw } from '#core/pipeline/split.ts';

export type Size = { readonly width: number; readonly height: number };
export type DrawnBox = { readonly label: string; readonly geometry: BoxGeometry };

const SHARES = { discardWhenLabelling: 0.1, issue: 0.1, discardInReview: 0.05 } as const;

/** The first decision on a frame in a labelling task. */
export function labelDecision(seed: string, frame: number): 'completed' | 'discard' {
  return draw(seed, 'label', String(frame)) < SHARES.discardWhenLabelling ? 'discard' : 'completed';
}

/** The first decision on a frame in QA; a frame that comes back fixed is approved. */
export function reviewDecision(seed: string, frame: number): 'approved' | 'issue' | 'discard' {
  const drawn = draw(seed, 'review', String(frame));
  if (drawn < SHARES.issue) return 'issue';
  return drawn < SHARES.issue + SHARES.discardInReview ? 'discard' : 'approved';
}

/** One to three boxes inside a picture of that size (pixels), each at least a tenth of its sides. */
export function boxesFor(seed: string, frame: number, size: Size, labels: readonly string[]): DrawnBox[] {
  const part = (name: string) => draw(seed, name, String(frame));
  const count = 1 + Math.floor(part('boxes') * 3);
  return Array.from({ length: count }, (_, at) => {
    const width = Math.max(1, Math.round(size.width * (0.1 + 0.3 * part(`width ${at}`))));
    const height = Math.max(1, Math.round(size.height * (0.1 + 0.3 * part(`height ${at}`))));
    const left = Math.floor((size.width - width) * part(`left ${at}`));
    const top = Math.floor((size.height - height) * part(`top ${at}`));
    const label = labels[Math.floor(part(`label ${at}`) * labels.length)] ?? 'object';
    return { label, geometry: { type: 'box', left, top, right: left + width, bottom: top + height } };
  });
}
