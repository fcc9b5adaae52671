/** Which conflicts a person means by what they are about. */
import type { ConflictGroup, WhichConflicts } from '#core/model/sync.ts';

type About = Pick<ConflictGroup, 'kind' | 'part'>;

/** Objects by their parts; of what else there is, few people care which part of it. */
export function whichOf({ kind, part }: About): WhichConflicts {
  return kind === 'annotation' || kind === 'item' ? { kind, part } : { kind };
}

/** The same for those that are chosen together. */
export function groupKey(about: About): string {
  const { kind, part = '' } = whichOf(about);
  return `${kind} ${part}`;
}
