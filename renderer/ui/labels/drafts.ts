/** Labels while a person edits them. */
import { type Label, SAFE_PALETTE } from '#core/model/recipe.ts';

/** A line of the editor; `key` stays with the line when others go. */
export type LabelDraft = { readonly key: number; readonly name: string; readonly color: string };

/** A further empty line, in the first safe colour that no line has yet, else the next in turn. */
export function addDraft(drafts: readonly LabelDraft[]): readonly LabelDraft[] {
  const used = new Set(drafts.map((draft) => draft.color));
  const free = SAFE_PALETTE.find((color) => !used.has(color));
  const color = free ?? SAFE_PALETTE[drafts.length % SAFE_PALETTE.length] ?? SAFE_PALETTE[0];
  const key = 1 + Math.max(0, ...drafts.map((draft) => draft.key));
  return [...drafts, { key, name: '', color }];
}

/** Names that occur more than once, without regard to spaces around them. */
export function repeatedNames(drafts: readonly LabelDraft[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const draft of drafts) {
    const name = draft.name.trim();
    if (name === '') continue;
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  return repeated;
}

/** Lines to start from: one per label, or two empty ones. */
export function draftsOf(labels: readonly Label[]): readonly LabelDraft[] {
  if (labels.length === 0) return addDraft(addDraft([]));
  return labels.map((label, index) => ({ key: index + 1, name: label.name, color: label.color }));
}

/** What is stored: lines with a name, in their order. */
export function labelsOf(drafts: readonly LabelDraft[]): Label[] {
  return drafts
    .map((draft) => ({ name: draft.name.trim(), color: draft.color }))
    .filter((label) => label.name !== '');
}
