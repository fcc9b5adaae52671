/** Spellings of decisions. */

/**
 * The reference SDK's default ports say "complete" and "approve" where its platform says "completed" and
 * "approved": both spellings mean the same decision.
 */
export function sameAction(a: string, b: string): boolean {
  return canonicalAction(a) === canonicalAction(b);
}

export function canonicalAction(action: string): string {
  if (action === 'complete') return 'completed';
  if (action === 'approve') return 'approved';
  if (action === 'discarded') return 'discard';
  return action;
}
