/** A question about annotations that a change would leave behind. */
import type { Fate } from '#core/recipe/labels.ts';

export type Question = {
  readonly what: 'rename' | 'remove' | 'option' | 'rename-option' | 'attribute' | 'type';
  /** What it is about, as the person knows it. */
  readonly name: string;
  readonly to?: string;
  /** Annotations that are concerned. */
  readonly count: number;
  /** What annotations may get instead. */
  readonly choices: readonly string[];
  readonly answer: (fate: Fate) => void;
};
