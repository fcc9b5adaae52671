/** The history of an item as a list to go back in, and what was deleted from it. */
import type { Handlers } from '#contract/index.ts';
import { countsOf, deletedIn, diffsAlong, restoring } from '#core/annotation/rewind.ts';
import { SluiceError } from '#core/errors.ts';
import type { AnnotationDiff, ChangeSet } from '#core/model/annotation.ts';
import type { ItemId } from '#core/model/ids.ts';
import type { EngineContext } from '../context.ts';
import type { ReadableDb } from '../db/driver.ts';
import { appliedAfter, pageOfChangeSets, undoneUpTo } from '../db/queries/annotation-history.ts';
import { findChangeSet, listAnnotations } from '../db/queries/annotations.ts';
import { applyChangeSet, shownSet } from './annotation-changes.ts';

type Step = { readonly changeSet: ChangeSet | null; readonly diffs: AnnotationDiff[] };

type HistoryCalls = `annotations.${'steps' | 'goTo' | 'deleted' | 'restore'}`;

const presentOf = (db: ReadableDb, itemId: string) =>
  new Map(listAnnotations(db, itemId).map((annotation) => [annotation.id, annotation]));

export function annotationHistoryHandlers(ctx: EngineContext): Handlers<HistoryCalls> {
  const { db } = ctx;

  /** Stores one step; none when nothing would be different after it. */
  function store(itemId: ItemId, changeSetId: string, title: string, diffs: AnnotationDiff[]): Step {
    if (diffs.length === 0) return { changeSet: null, diffs };
    return ctx.unit(ctx.settings().person, (tx) => ({
      changeSet: applyChangeSet(tx, { id: changeSetId, itemId, title, diffs }),
      diffs,
    }));
  }

  return {
    'annotations.steps': ({ itemId, before, limit }) => {
      const rows = pageOfChangeSets(db, itemId, before, limit + 1);
      return {
        steps: rows
          .slice(0, limit)
          .map(({ seq, ...set }) => ({ ...shownSet(set), seq, ...countsOf(set.diffs) })),
        more: rows.length > limit,
      };
    },
    'annotations.goTo': ({ itemId, changeSetId, title, stepId }) => {
      const known = findChangeSet(db, changeSetId);
      if (known) return { changeSet: shownSet(known), diffs: known.diffs };
      const target = stepId === null ? null : findChangeSet(db, stepId);
      if (stepId !== null && (!target || target.itemId !== itemId)) {
        throw new SluiceError('not-found', 'This step is not in the history of the item any more.', {
          stepId,
        });
      }
      const way =
        target?.state === 'undone'
          ? undoneUpTo(db, itemId, target.id).map(({ diffs }) => ({ diffs, direction: 'forth' as const }))
          : appliedAfter(db, itemId, target?.id ?? null).map(({ diffs }) => ({
              diffs,
              direction: 'back' as const,
            }));
      return store(itemId, changeSetId, title, diffsAlong(presentOf(db, itemId), way));
    },
    'annotations.deleted': ({ itemId }) => [
      ...deletedIn(presentOf(db, itemId), appliedAfter(db, itemId, null)),
    ],
    'annotations.restore': ({ itemId, changeSetId, title, annotationIds }) => {
      const known = findChangeSet(db, changeSetId);
      if (known) return { changeSet: shownSet(known), diffs: known.diffs };
      const wanted = new Set<string>(annotationIds);
      const gone = deletedIn(presentOf(db, itemId), appliedAfter(db, itemId, null));
      return store(
        itemId,
        changeSetId,
        title,
        restoring(gone.filter(({ annotation }) => wanted.has(annotation.id))),
      );
    },
  };
}
