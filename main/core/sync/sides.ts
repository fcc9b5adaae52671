/** What a thing says when one side of a conflict is in force. */
import type { Conflict } from '../model/sync.ts';
import { withField } from './fields.ts';
import { WHOLE_THING } from './merge.ts';

/**
 * The content with a conflict's field as one side has it; null: it is deleted. A field of what is not there any more is nowhere
 * to be put: nothing is left to choose.
 */
export function withSide(
  content: object | null,
  conflict: Pick<Conflict, 'field' | 'base' | 'mine' | 'theirs'>,
  side: 'base' | 'mine' | 'theirs',
): object | null {
  const value = conflict[side];
  if (conflict.field === WHOLE_THING) return (value as object | undefined) ?? null;
  return content === null ? null : withField(content, conflict.field, value);
}
