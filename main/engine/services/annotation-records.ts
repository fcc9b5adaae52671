/** Annotations as scripts work with them: one by one, whole lists, and by filters. */
import { setImmediate } from 'node:timers/promises';
import type { CallOutput, Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { parseFilter } from '#core/filters/parse.ts';
import type { Annotation, AnnotationContent, AnnotationDiff } from '#core/model/annotation.ts';
import { annotationIdSchema, datasetIdSchema, type ItemId } from '#core/model/ids.ts';
import { type IssueStatus, issueStatusSchema } from '#core/model/issue.ts';
import type { EngineContext } from '../context.ts';
import type { ReadableDb } from '../db/driver.ts';
import {
  countAnnotationsMatching,
  findAnnotationRecord,
  listAnnotationRecords,
  listAnnotationsMatching,
  searchAnnotations,
} from '../db/queries/annotation-search.ts';
import { findAnnotation } from '../db/queries/annotations.ts';
import { findItem } from '../db/queries/items.ts';
import { findDataset } from '../db/queries/projects.ts';
import { giveStatus } from '../nodes/tasks/annotation-status.ts';
import { withAssignee } from '../nodes/tasks/note-assignee.ts';
import type { Tx } from '../unit.ts';
import { applyChangeSet } from './annotation-changes.ts';

type RecordCalls =
  `annotations.${'get' | 'ofItem' | 'search' | 'add' | 'change' | 'remove' | 'removeMatching'}`;

/** Annotations that one transaction removes. */
const AT_ONCE = 1000;

export function annotationRecordHandlers(ctx: EngineContext): Handlers<RecordCalls> {
  const { db } = ctx;
  return {
    'annotations.get': ({ annotationId }) => recordOf(db, annotationId),
    'annotations.ofItem': ({ itemId }) => {
      requireItem(db, itemId);
      return listAnnotationRecords(db, itemId);
    },
    'annotations.search': ({ datasetId, filter, order, offset, limit }) => {
      requireDataset(db, datasetId);
      const search = { datasetId, filter: parseFilter(filter) };
      const annotations = limit === 0 ? [] : searchAnnotations(db, { ...search, order, offset, limit });
      // Counting goes through all that match; a page that is not full says it already.
      const isLast = annotations.length < limit && (annotations.length > 0 || offset === 0);
      const total = isLast ? offset + annotations.length : countAnnotationsMatching(db, search);
      return { total, annotations };
    },
    'annotations.add': ({ itemId, annotations }) =>
      ctx.unit(ctx.settings().person, (tx) => {
        requireItem(tx.db, itemId);
        if (annotations.length === 0) return [];
        const diffs = annotations.map(({ status, ...content }) => {
          const annotation = newAnnotation(tx, itemId, withAssignee(tx, itemId, content));
          const own = status === null ? null : giveStatus(tx, annotation, status);
          return { id: annotation.id, before: null, after: bearing(annotation, own) };
        });
        const title = diffs.length === 1 ? 'Add annotation' : `Add ${diffs.length} annotations`;
        applyChangeSet(tx, { id: tx.id(), itemId, title, diffs });
        // Ids rise from one to the next: the order of the list is the order in which they were sent.
        const ids = new Set<string>(diffs.map(({ id }) => id));
        return listAnnotationRecords(tx.db, itemId).filter(({ id }) => ids.has(id));
      }),
    'annotations.change': ({ annotationId, rev, content, status }) =>
      ctx.unit(ctx.settings().person, (tx) => {
        const { datasetId: _, status: __, ...before } = recordOf(tx.db, annotationId);
        if (before.rev !== rev) {
          throw new SluiceError(
            'conflict',
            'This annotation was changed elsewhere meanwhile. Read it again.',
            {
              annotationId,
              present: before.rev,
              expected: rev,
            },
          );
        }
        const wanted = content ? replaced(before, content) : before;
        const own = status === undefined ? wordOf(before) : giveStatus(tx, wanted, status);
        change(tx, before, bearing(wanted, own));
        return recordOf(tx.db, annotationId);
      }),
    'annotations.remove': ({ annotationId }) =>
      ctx.unit(ctx.settings().person, (tx) => {
        const { id, itemId } = recordOf(tx.db, annotationId);
        removeAll(tx, itemId, [id]);
        return null;
      }),
    'annotations.removeMatching': async ({ datasetId, filter }) =>
      await removeMatching(ctx, datasetIdSchema.parse(datasetId), filter),
  };
}

async function removeMatching(
  ctx: EngineContext,
  datasetId: ReturnType<typeof datasetIdSchema.parse>,
  filter: Readonly<Record<string, unknown>>,
): Promise<CallOutput<'annotations.removeMatching'>> {
  requireDataset(ctx.db, datasetId);
  const search = { datasetId, filter: parseFilter(filter), limit: AT_ONCE };
  let removed = 0;
  for (let after = ''; ; ) {
    const found = listAnnotationsMatching(ctx.db, { ...search, after });
    const last = found.at(-1);
    if (!last) return { removed };
    ctx.unit(ctx.settings().person, (tx) => {
      for (const itemId of new Set(found.map((one) => one.itemId))) {
        const those = found.filter((one) => one.itemId === itemId);
        removeAll(
          tx,
          itemId,
          those.map(({ id }) => id),
        );
      }
    });
    removed += found.length;
    after = last.id;
    // Others get a turn between two parts of a long list.
    await setImmediate();
  }
}

function removeAll(tx: Tx, itemId: ItemId, ids: readonly string[]): void {
  const diffs = ids.flatMap((id): AnnotationDiff[] => {
    const before = findAnnotation(tx.db, id);
    return before ? [{ id: before.id, before, after: null }] : [];
  });
  const title = ids.length === 1 ? 'Delete annotation' : `Delete ${ids.length} annotations`;
  if (diffs.length > 0) applyChangeSet(tx, { id: tx.id(), itemId, title, diffs });
}

/** @throws SluiceError `conflict` */
function change(tx: Tx, before: Annotation, wanted: Annotation): void {
  const after = { ...wanted, updatedAt: tx.now, updatedBy: tx.actor, rev: before.rev + 1 };
  const diffs = [{ id: before.id, before, after }];
  applyChangeSet(tx, { id: tx.id(), itemId: before.itemId, title: 'Change annotation', diffs });
}

function replaced({ metadata: _, extra: __, ...rest }: Annotation, content: AnnotationContent): Annotation {
  return { ...rest, ...content };
}

/** The status that the annotation itself bears. */
function wordOf({ metadata }: Annotation): IssueStatus | null {
  const { status } = (metadata?.['system'] ?? {}) as Record<string, unknown>;
  return issueStatusSchema.safeParse(status).data ?? null;
}

function newAnnotation(tx: Tx, itemId: ItemId, content: AnnotationContent): Annotation {
  return {
    ...content,
    id: annotationIdSchema.parse(tx.id()),
    itemId,
    creator: tx.actor,
    createdAt: tx.now,
    updatedAt: tx.now,
    updatedBy: tx.actor,
    rev: 1,
  };
}

/** With the status as a word of its own in `metadata.system`; null takes it away. */
function bearing(annotation: Annotation, status: IssueStatus | null): Annotation {
  const { metadata, ...rest } = annotation;
  const { status: _, ...system } = (metadata?.['system'] ?? {}) as Record<string, unknown>;
  const own = { ...system, ...(status === null ? {} : { status }) };
  const { system: __, ...others } = metadata ?? {};
  const all = { ...others, ...(Object.keys(own).length === 0 ? {} : { system: own }) };
  return Object.keys(all).length === 0 ? rest : { ...rest, metadata: all };
}

function recordOf(db: ReadableDb, annotationId: string) {
  const found = findAnnotationRecord(db, annotationId);
  if (found) return found;
  throw new SluiceError('not-found', `There is no annotation ${annotationId}.`, { annotationId });
}

function requireItem(db: ReadableDb, itemId: string): void {
  const item = findItem(db, itemId);
  if (item && !item.trashed) return;
  throw new SluiceError('not-found', `There is no item ${itemId}.`, { itemId });
}

function requireDataset(db: ReadableDb, datasetId: ReturnType<typeof datasetIdSchema.parse>): void {
  if (findDataset(db, datasetId)) return;
  throw new SluiceError('not-found', `There is no dataset ${datasetId}.`, { datasetId });
}
