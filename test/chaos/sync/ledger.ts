/**
 * What people have made and put aside. Everything that somebody writes has a word of its own in it, so that it can be told
 * in the end whether it is still somewhere.
 */
export type Ledger = {
  /** A word that nobody has written yet. */
  word(): string;
  /** Somebody writes a word into an annotation, in the place of what the annotation says there; `sure`: it was confirmed. */
  wrote(word: string, annotationId: string | null, replaced: string, sure: boolean): void;
  /** Somebody deletes the annotation, or may have. */
  deleted(annotationId: string): void;
  /** Words of which nothing is left, in the result or in a conflict. */
  lost(everything: string): string[];
  readonly size: number;
};

type Entry = { annotationId: string | null; putAside: boolean };

export function createLedger(): Ledger {
  const words = new Map<string, Entry>();
  const deleted = new Set<string>();
  let last = 0;
  return {
    word() {
      last += 1;
      return `<${last}>`;
    },
    wrote(word, annotationId, replaced, sure) {
      // Of what was not confirmed nobody knows whether it is there.
      words.set(word, { annotationId, putAside: !sure });
      for (const old of replaced.match(/<\d+>/g) ?? []) {
        const entry = words.get(old);
        if (entry) entry.putAside = true;
      }
    },
    deleted: (annotationId) => void deleted.add(annotationId),
    lost(everything) {
      const there = new Set(everything.match(/<\d+>/g) ?? []);
      return [...words]
        .filter(([word, { annotationId, putAside }]) => {
          const isGone = putAside || (annotationId !== null && deleted.has(annotationId));
          return !isGone && !there.has(word);
        })
        .map(([word]) => word);
    },
    get size() {
      return words.size;
    },
  };
}
