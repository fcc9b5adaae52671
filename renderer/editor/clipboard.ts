/** What was copied, until the window closes: shapes are pasted on other items as well. */
import type { Annotation } from '#core/model/annotation.ts';

export type Clipboard = {
  get(): readonly Annotation[];
  set(annotations: readonly Annotation[]): void;
};

export function createClipboard(): Clipboard {
  let copied: readonly Annotation[] = [];
  return {
    get: () => copied,
    set(annotations) {
      copied = annotations;
    },
  };
}
