/** What a person has said about watched folders, and which names are wanted by it. */
import { join } from 'node:path';
import type { DatasetId, WatchedFolderId } from '#core/model/ids.ts';
import type { IngestMode } from '#core/model/watched-folder.ts';
import type { Slot } from './operations.ts';

/** Patterns, and what they mean, said once more. */
export type Choice = {
  readonly include: string[];
  readonly exclude: string[];
  readonly wants: (name: string) => boolean;
};

export const EVERYTHING: Choice = { include: [], exclude: [], wants: () => true };
export const CHOICES: readonly [Choice, ...Choice[]] = [
  EVERYTHING,
  { include: ['*.png'], exclude: [], wants: (name) => /\.png$/i.test(name) },
  { include: [], exclude: ['x'], wants: (name) => !name.split('/').includes('x') },
  {
    include: [],
    exclude: ['/x', 'b.*'],
    wants: (name) => !/^x(?:\/|$)/.test(name) && !name.split('/').some((part) => part.startsWith('b.')),
  },
  { include: ['x/**'], exclude: [], wants: (name) => name.startsWith('x/') },
];

export type Watch = {
  readonly slot: Slot;
  readonly id: WatchedFolderId;
  readonly dataset: DatasetId;
  /** Absolute. */
  readonly path: string;
  readonly mode: IngestMode;
  choice: Choice;
  paused: boolean;
};

/** How the slots are used in one run. */
export type Plan = {
  /** Into the second dataset, and not into the first as the others. */
  readonly innerApart: boolean;
  readonly two: IngestMode;
  readonly again: IngestMode;
};

export type Wish = { readonly path: string; readonly mode: IngestMode; readonly dataset: 0 | 1 };

export function wishFor(base: string, slot: Slot, plan: Plan): Wish {
  switch (slot) {
    case 'one':
      return { path: join(base, 'one'), mode: 'link', dataset: 0 };
    case 'one in another':
      return { path: join(base, 'one', 'x'), mode: 'link', dataset: plan.innerApart ? 1 : 0 };
    case 'two':
      return { path: join(base, 'two'), mode: plan.two, dataset: 0 };
    case 'two once more':
      return { path: join(base, 'two'), mode: plan.again, dataset: 1 };
  }
}
