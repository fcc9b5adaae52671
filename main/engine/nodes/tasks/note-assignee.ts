/** Whom a note is for when it does not say: whoever was the last to decide on its item in a task (reference section 3.6). */
import type { AnnotationContent } from '#core/model/annotation.ts';
import { listPastStatuses, listPlacesOfItem } from '../../db/queries/item-places.ts';
import type { Tx } from '../../unit.ts';

/** What is no note, has an assignee or was never decided on stays as it is. */
export function withAssignee(tx: Tx, itemId: string, content: AnnotationContent): AnnotationContent {
  const { geometry } = content;
  if (geometry.type !== 'note') return content;
  const { note } = geometry.coordinates;
  const assignee = typeof note['assignee'] === 'string' ? note['assignee'] : lastDecider(tx, itemId);
  if (assignee === null) return content;
  const coordinates = { ...geometry.coordinates, note: { ...note, assignee } };
  return { ...content, geometry: { ...geometry, coordinates } };
}

function lastDecider({ db }: Tx, itemId: string): string | null {
  const now = listPlacesOfItem(db, itemId).map(({ decidedBy, decidedAt }) => ({
    by: decidedBy,
    at: decidedAt ?? 0,
  }));
  const decisions = [...listPastStatuses(db, itemId), ...now].filter(({ by }) => by !== null);
  return decisions.toSorted((a, b) => a.at - b.at).at(-1)?.by ?? null;
}
