/** Subsets of a dataset for training: which item goes into which, by shares and a seed. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { nextByShare } from '../nodes/tasks/shares.ts';

export const SUBSETS = ['train', 'validation', 'test'] as const;
export type Subset = (typeof SUBSETS)[number];

export const sharesSchema = z.record(z.enum(SUBSETS), z.int().min(0).max(100));
export type Shares = z.infer<typeof sharesSchema>;
export type Counts = Readonly<Record<Subset, number>>;

/**
 * Draws for the next items of a dataset: who is first among them is by the seed, and after any number of them every
 * subset has its share to within one.
 * @param before how many items went into which subset so far.
 */
export function drawSubsets(
  ids: readonly string[],
  { shares, seed, before }: { readonly shares: Shares; readonly seed: string; readonly before: Counts },
): { readonly drawn: readonly (readonly [id: string, subset: Subset])[]; readonly counts: Counts } {
  const owed = SUBSETS.map((subset) => ({ subset, load: shares[subset], given: before[subset] }));
  const mixed = ids.map((id) => ({ id, lot: lotOf(seed, id) })).sort((a, b) => (a.lot < b.lot ? -1 : 1));
  const drawn: [string, Subset][] = [];
  for (const { id } of mixed) {
    const next = nextByShare(owed);
    if (!next) break;
    next.given += 1;
    drawn.push([id, next.subset]);
  }
  const [train, validation, test] = owed.map(({ given }) => given);
  return { drawn, counts: { train: train ?? 0, validation: validation ?? 0, test: test ?? 0 } };
}

function lotOf(seed: string, id: string): string {
  return createHash('sha256').update(`${seed}/${id}`).digest('hex');
}
