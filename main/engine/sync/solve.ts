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
import { annotationContent, itemContent, readStanding, withContent } from '#core/sync/content.ts';
import { withField } from '#core/sync/fields.ts';
import { WHOLE_THING } from '#core/sync/merge.ts';
import { findAnnotation } from '../db/queries/annotations.ts';
import { setChoice } from '../db/queries/conflicts.ts';
import { deleteIssue, findIssue, insertIssue } from '../db/queries/issues.ts';
import { findItem } from '../db/queries/items.ts';
import { placeIn } from '../nodes/tasks/places.ts';
import { applyChangeSet } from '../services/annotation-changes.ts';
import type { Tx } from '../unit.ts';
import { giveMirrored, sendBackMirrored } from './mirror.ts';
import { takeItem } from './take.ts';

/** Puts ours in the place of what is there: all of one item in one step of its history. */
export function chooseMine(tx: Tx, conflicts: readonly Conflict[]): void {
  for (const [itemId, those] of grouped(conflicts, ({ itemId }) => itemId)) {
    const ofAnnotations = those.filter(({ kind }) => kind === 'annotation');
    const changeSet = ofAnnotations.length === 0 ? null : chooseAnnotations(tx, itemId, ofAnnotations);
    const ofItem = those.filter(({ kind }) => kind === 'item');
    if (ofItem.length > 0) chooseItem(tx, itemId, ofItem);
    for (const one of those) {
      if (one.kind === 'standing') chooseStanding(tx, one);
      if (one.kind === 'issue') chooseIssue(tx, one);
    }
    for (const { id, kind } of those) {
      setChoice(tx.db, id, {
        choice: 'mine',
        changeSet: kind === 'annotation' ? changeSet : null,
        at: tx.now,
      });
    }
  }
}

export function chooseTheirs(tx: Tx, conflicts: readonly Conflict[]): void {
  for (const { id } of conflicts) setChoice(tx.db, id, { choice: 'theirs', changeSet: null, at: tx.now });
}

function chooseAnnotations(tx: Tx, itemId: ItemId, conflicts: readonly Conflict[]): string {
  const diffs = [...grouped(conflicts, ({ entity }) => entity)].flatMap(([entity, those]) =>
    diffOf(tx, itemId, entity, those),
  );
  const id = tx.id();
  if (diffs.length > 0) applyChangeSet(tx, { id, itemId, title: 'Solve conflict', diffs });
  return id;
}

function diffOf(tx: Tx, itemId: ItemId, entity: string, conflicts: readonly Conflict[]): AnnotationDiff[] {
  const before = findAnnotation(tx.db, entity);
  const id = annotationIdSchema.parse(entity);
  const content = conflicts.reduce<object | null>(chosen, before && annotationContent(before));
  if (content === null) return before ? [{ id, before, after: null }] : [];
  const read: AnnotationContent = annotationContentSchema.parse(content);
  const made = before ?? { id, itemId, creator: tx.actor, createdAt: tx.now, rev: 0 };
  const stamps = { updatedAt: tx.now, updatedBy: tx.actor, rev: made.rev + 1 };
  return [{ id, before, after: withContent({ ...made, ...read, ...stamps }, read) }];
}

/** A field of what is not there any more is nowhere to be put: nothing is left to choose. */
function chosen(content: object | null, { field, mine }: Conflict): object | null {
  if (field === WHOLE_THING) return (mine as object | undefined) ?? null;
  return content === null ? null : withField(content, field, mine);
}

function chooseItem(tx: Tx, itemId: ItemId, conflicts: readonly Conflict[]): void {
  const item = findItem(tx.db, itemId);
  if (!item) return;
  const content: ItemContent = itemContentSchema.parse(
    conflicts.reduce<object | null>(chosen, itemContent(item)),
  );
  takeItem(tx, itemId, content);
}

/** Decides it as the person did. @throws SluiceError `wrong-state` where the task has gone on, and that cannot be. */
function chooseStanding(tx: Tx, { entity, itemId, mine }: Conflict): void {
  const [taskId = ''] = entity.split(':');
  const { state, status } = readStanding(standingContentSchema.parse({ standing: mine }));
  const place = placeIn(tx, taskId, itemId);
  if (state === 'away') sendBackMirrored(tx, place);
  else giveMirrored(tx, place, status);
}

function chooseIssue(tx: Tx, { entity, itemId, mine }: Conflict): void {
  const id = issueIdSchema.parse(entity);
  const present = findIssue(tx.db, id);
  if (mine === undefined && present) deleteIssue(tx.db, id);
  if (mine === undefined || present) return;
  const content = issueContentSchema.parse(mine);
  const stamps = { creator: tx.actor, createdAt: tx.now, updatedAt: tx.now };
  insertIssue(tx.db, { ...content, ...stamps, id, itemId, status: 'issue' });
}

function grouped<K>(conflicts: readonly Conflict[], keyOf: (one: Conflict) => K): Map<K, Conflict[]> {
  const groups = new Map<K, Conflict[]>();
  for (const one of conflicts) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
