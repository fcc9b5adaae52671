/** Decides conflicts, within the caller's transaction. */
import {
  type AnnotationContent,
  type AnnotationDiff,
  annotationContentSchema,
} from '#core/model/annotation.ts';
import {
  type ItemContent,
  issueContentSchema,
  itemContentSchema,
  standingContentSchema,
} from '#core/model/exchange.ts';
import { annotationIdSchema, type ItemId, issueIdSchema } from '#core/model/ids.ts';
import type { Conflict } from '#core/model/sync.ts';
import { isSame } from '#core/sync/canonical.ts';
import {
  annotationContent,
  itemContent,
  readStanding,
  standingContent,
  withContent,
} from '#core/sync/content.ts';
import { withSide } from '#core/sync/sides.ts';
import { findAnnotation } from '../db/queries/annotations.ts';
import { setChoice } from '../db/queries/conflicts.ts';
import { deleteIssue, findIssue, insertIssue } from '../db/queries/issues.ts';
import { findItem } from '../db/queries/items.ts';
import { placeIn } from '../nodes/tasks/places.ts';
import { applyChangeSet } from '../services/annotation-changes.ts';
import type { Tx } from '../unit.ts';
import { giveMirrored, sendBackMirrored } from './mirror.ts';
import { takeItem } from './take.ts';

type Side = 'mine' | 'theirs';

/** Puts ours in the place of what is there: all of one item in one step of its history. */
export function chooseMine(tx: Tx, conflicts: readonly Conflict[]): void {
  put(tx, conflicts, { side: 'mine', instead: null, title: 'Solve conflict' }, (those, changeSet) => {
    for (const { id, kind } of those) {
      const undoneBy = kind === 'annotation' ? changeSet : null;
      setChoice(tx.db, id, { choice: 'mine', changeSet: undoneBy, at: tx.now });
    }
  });
}

export function chooseTheirs(tx: Tx, conflicts: readonly Conflict[]): void {
  for (const { id } of conflicts) setChoice(tx.db, id, { choice: 'theirs', changeSet: null, at: tx.now });
}

/** They wait again, with theirs in force. What somebody has changed since ours was chosen stays as it is. */
export function decideAnew(tx: Tx, conflicts: readonly Conflict[]): void {
  const mine = conflicts.filter(({ choice }) => choice === 'mine');
  put(tx, mine, { side: 'theirs', instead: 'mine', title: 'Decide anew' }, () => undefined);
  for (const { id } of conflicts) setChoice(tx.db, id, { choice: null, changeSet: null, at: null });
}

type Putting = {
  readonly side: Side;
  /** Only where this one is in force; null: in any case. */
  readonly instead: Side | null;
  readonly title: string;
};

function put(
  tx: Tx,
  conflicts: readonly Conflict[],
  putting: Putting,
  done: (those: readonly Conflict[], changeSet: string | null) => void,
): void {
  for (const [itemId, those] of grouped(conflicts, ({ itemId }) => itemId)) {
    const ofAnnotations = those.filter(({ kind }) => kind === 'annotation');
    const changeSet = ofAnnotations.length === 0 ? null : putAnnotations(tx, itemId, ofAnnotations, putting);
    const ofItem = those.filter(({ kind }) => kind === 'item');
    if (ofItem.length > 0) putItem(tx, itemId, ofItem, putting);
    for (const one of those) {
      if (one.kind === 'standing') putStanding(tx, one, putting);
      if (one.kind === 'issue') putIssue(tx, one, putting);
    }
    done(those, changeSet);
  }
}

function putAnnotations(tx: Tx, itemId: ItemId, conflicts: readonly Conflict[], putting: Putting): string {
  const diffs = [...grouped(conflicts, ({ entity }) => entity)].flatMap(([entity, those]) =>
    diffOf(tx, { itemId, entity }, those, putting),
  );
  const id = tx.id();
  if (diffs.length > 0) applyChangeSet(tx, { id, itemId, title: putting.title, diffs });
  return id;
}

function diffOf(
  tx: Tx,
  { itemId, entity }: { readonly itemId: ItemId; readonly entity: string },
  conflicts: readonly Conflict[],
  putting: Putting,
): AnnotationDiff[] {
  const before = findAnnotation(tx.db, entity);
  const id = annotationIdSchema.parse(entity);
  const present = before && annotationContent(before);
  const content = withThose(present, conflicts, putting);
  if (isSame(content, present)) return [];
  if (content === null) return before ? [{ id, before, after: null }] : [];
  const read: AnnotationContent = annotationContentSchema.parse(content);
  const made = before ?? { id, itemId, creator: tx.actor, createdAt: tx.now, rev: 0 };
  const stamps = { updatedAt: tx.now, updatedBy: tx.actor, rev: made.rev + 1 };
  return [{ id, before, after: withContent({ ...made, ...read, ...stamps }, read) }];
}

function withThose(
  present: object | null,
  conflicts: readonly Conflict[],
  { side, instead }: Putting,
): object | null {
  return conflicts.reduce<object | null>((content, conflict) => {
    if (instead !== null && !isSame(withSide(content, conflict, instead), content)) return content;
    return withSide(content, conflict, side);
  }, present);
}

function putItem(tx: Tx, itemId: ItemId, conflicts: readonly Conflict[], putting: Putting): void {
  const item = findItem(tx.db, itemId);
  if (!item) return;
  const content: ItemContent = itemContentSchema.parse(withThose(itemContent(item), conflicts, putting));
  takeItem(tx, itemId, content);
}

/** Decides it as the person did. @throws SluiceError `wrong-state` where the task has gone on, and that cannot be. */
function putStanding(tx: Tx, conflict: Conflict, { side, instead }: Putting): void {
  const [taskId = ''] = conflict.entity.split(':');
  const place = placeIn(tx, taskId, conflict.itemId);
  const present = standingContent(place.taskItem).standing;
  const wanted = conflict[side];
  if (present === wanted || (instead !== null && present !== conflict[instead])) return;
  const { state, status } = readStanding(standingContentSchema.parse({ standing: wanted }));
  if (state === 'away') sendBackMirrored(tx, place);
  else giveMirrored(tx, place, status);
}

function putIssue(tx: Tx, conflict: Conflict, { side, instead }: Putting): void {
  const { entity, itemId } = conflict;
  const id = issueIdSchema.parse(entity);
  const present = findIssue(tx.db, id);
  const wanted = conflict[side];
  if (instead !== null && (present === null) !== (conflict[instead] === undefined)) return;
  if (wanted === undefined && present) deleteIssue(tx.db, id);
  if (wanted === undefined || present) return;
  const content = issueContentSchema.parse(wanted);
  const stamps = { creator: tx.actor, createdAt: tx.now, updatedAt: tx.now };
  insertIssue(tx.db, { ...content, ...stamps, id, itemId, status: 'issue' });
}

function grouped<K>(conflicts: readonly Conflict[], keyOf: (one: Conflict) => K): Map<K, Conflict[]> {
  const groups = new Map<K, Conflict[]>();
  for (const one of conflicts) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
