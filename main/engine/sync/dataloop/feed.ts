/**
 * What has changed in a dataset of a remote that keeps no feed. Items and annotations are asked for by the time of their
 * change, which is the remote's own: its clock is compared with itself only. What was deleted has no such time: now and then
 * everything is gone through from id to id, and what is known here and not met is asked for by name.
 */
import { z } from 'zod';
import { fpsOf } from '#core/formats/dataloop/annotation.ts';
import { isoTime, type Json } from '#core/formats/dataloop/json.ts';
import type { FeedEntry } from '#core/model/exchange.ts';
import { issueIdSchema } from '#core/model/ids.ts';
import type { Issue, IssueStatus } from '#core/model/issue.ts';
import type { TaskItem } from '#core/model/task.ts';
import { type AnnotationThere, readAnnotationsThere } from '#core/sync/dataloop/annotations.ts';
import { type ItemJson, readItemThere, readPlaces } from '#core/sync/dataloop/items.ts';
import { timeOf } from '#core/sync/dataloop/stamps.ts';
import { type Http, Refused } from '../http.ts';
import type { ChangesPage } from '../remote.ts';
import { askAnnotations, askItems, askPage, itemsIn, MOST } from './ask.ts';
import { removeAnnotation } from './write.ts';

/** Milliseconds: for so long a change may become visible after a later one. */
const OVERLAP = 60_000;

/** Going through everything takes at most one in so many parts of the time, and is at least this many milliseconds apart. */
const SWEEP_SHARE = 20;
const SWEEP_APART = 60_000;

const marksSchema = z.object({
  /** The latest times of change that were seen, in the remote's milliseconds. */
  items: z.number(),
  annotations: z.number(),
  /** When one of them was seen to grow, on this computer's clock, which measures only how long ago that is. */
  grown: z.number(),
});
type Marks = z.infer<typeof marksSchema>;

const turnSchema = z.object({ from: z.number(), page: z.int().min(0) });
type Turn = z.infer<typeof turnSchema>;

const sweptSchema = z.object({ at: z.number(), took: z.number() });

const cursorSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('sweep'), after: z.string(), began: z.number(), marks: marksSchema }),
  z.object({ phase: z.literal('items'), turn: turnSchema, marks: marksSchema, swept: sweptSchema }),
  z.object({ phase: z.literal('annotations'), turn: turnSchema, marks: marksSchema, swept: sweptSchema }),
  z.object({ phase: z.literal('rest'), marks: marksSchema, swept: sweptSchema }),
]);
type Cursor = z.infer<typeof cursorSchema>;
type Begun<P extends Cursor['phase']> = Extract<Cursor, { phase: P }>;

export type FeedOptions = {
  readonly http: Http;
  /** Milliseconds of this computer. */
  readonly now: () => number;
  /** Items of the remote's dataset that are known here, after the first id and up to the second; `to` null: to the end. */
  readonly known: (range: { datasetId: string; after: string; to: string | null }) => readonly string[];
  /** The task of an assignment, and whether a task is for review. */
  readonly taskOf: (assignmentId: string) => string | undefined;
  readonly isReview: (taskId: string) => boolean;
};

type Place = { readonly datasetId: string; readonly cursor: string | null; readonly limit: number };

type Found = { readonly items: readonly ItemJson[]; readonly gone: readonly string[]; readonly next: Cursor };

/** Throws as `Http.ask`. */
export async function nextChanges(
  options: FeedOptions,
  place: Place,
  signal: AbortSignal,
): Promise<ChangesPage> {
  const read = cursorSchema.safeParse(place.cursor === null ? null : JSON.parse(place.cursor));
  const begun = read.success ? read.data : await beginSweep(options, place.datasetId, signal);
  const { items, gone, next } = await step(options, place, begun, signal);
  const entries = await entriesOf(options, place.datasetId, items, signal);
  return { entries, gone, cursor: JSON.stringify(next), more: next.phase !== 'rest' };
}

async function step(options: FeedOptions, place: Place, cursor: Cursor, signal: AbortSignal): Promise<Found> {
  switch (cursor.phase) {
    case 'sweep':
      return await sweep(options, place, cursor, signal);
    case 'items':
      return await changedItems(options, place, cursor, signal);
    case 'annotations':
      return await changedAnnotations(options, place, cursor, signal);
    case 'rest': {
      const { marks, swept } = cursor;
      if (options.now() - swept.at > Math.max(SWEEP_APART, swept.took * SWEEP_SHARE)) {
        const begun = await beginSweep(options, place.datasetId, signal);
        return await sweep(options, place, begun, signal);
      }
      const turn = { from: fromOf(options, marks, marks.items), page: 0 };
      return await changedItems(options, place, { phase: 'items', turn, marks, swept }, signal);
    }
  }
}

/** Again from a little before what was seen last; once nothing has grown for long enough, only what is later. */
function fromOf({ now }: FeedOptions, { grown }: Marks, mark: number): number {
  const age = now() - grown;
  return age >= 0 && age < OVERLAP ? Math.max(0, mark - OVERLAP) : mark + 1;
}

async function beginSweep(
  options: FeedOptions,
  datasetId: string,
  signal: AbortSignal,
): Promise<Begun<'sweep'>> {
  const latest = async (resource: 'items' | 'annotations') => {
    const asked = {
      datasetId,
      resource,
      conditions: [],
      sort: { updatedAt: 'descending' },
      size: 1,
    } as const;
    const [row] = await askPage(options.http, asked, signal);
    return timeOf(row?.['updatedAt']);
  };
  const began = options.now();
  const marks = { items: await latest('items'), annotations: await latest('annotations'), grown: began };
  return { phase: 'sweep', after: '', began, marks };
}

async function sweep(
  options: FeedOptions,
  { datasetId, limit }: Place,
  { after, began, marks }: Begun<'sweep'>,
  signal: AbortSignal,
): Promise<Found> {
  const { http, now, known } = options;
  const conditions = after === '' ? [] : [{ id: { $gt: after } }];
  const sort = { id: 'ascending' } as const;
  const rows = await askPage(http, { datasetId, resource: 'items', conditions, sort, size: limit }, signal);
  const items = itemsIn(rows);
  const isLast = rows.length < limit;
  const to = isLast ? null : String(rows.at(-1)?.['id']);
  const present = new Set<string>(items.map(({ id }) => id));
  const missed = known({ datasetId, after, to }).filter((id) => !present.has(id));
  const gone: string[] = [];
  for (const id of missed) if (await isGone(http, id, signal)) gone.push(id);
  const next: Cursor =
    to === null
      ? { phase: 'rest', marks, swept: { at: now(), took: Math.max(0, now() - began) } }
      : { phase: 'sweep', after: to, began, marks };
  return { items, gone, next };
}

/** Only the remote's own word counts: a list may lag behind. */
async function isGone(http: Http, itemId: string, signal: AbortSignal): Promise<boolean> {
  try {
    await http.ask({ method: 'GET', path: `/items/${itemId}`, reply: z.unknown() }, signal);
    return false;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return true;
    throw error;
  }
}

async function changedItems(
  options: FeedOptions,
  place: Place,
  { turn, marks, swept }: Begun<'items'>,
  signal: AbortSignal,
): Promise<Found> {
  const { rows, later } = await changedRows(options, place, { resource: 'items', turn }, signal);
  const seen = grow(options, marks, 'items', rows);
  const items = itemsIn(rows);
  if (later) return { items, gone: [], next: { phase: 'items', turn: later, marks: seen, swept } };
  const from = fromOf(options, marks, marks.annotations);
  const begun = { phase: 'annotations', turn: { from, page: 0 }, marks: seen, swept } as const;
  const found = await changedAnnotations(options, place, begun, signal);
  const there = new Set(items.map(({ id }) => id));
  return { ...found, items: [...items, ...found.items.filter(({ id }) => !there.has(id))] };
}

async function changedAnnotations(
  options: FeedOptions,
  place: Place,
  { turn, marks, swept }: Begun<'annotations'>,
  signal: AbortSignal,
): Promise<Found> {
  const { rows, later } = await changedRows(options, place, { resource: 'annotations', turn }, signal);
  const seen = grow(options, marks, 'annotations', rows);
  const ids = [...new Set(rows.map((row) => String(row['itemId'])))];
  const items = await askItems(options.http, { datasetId: place.datasetId, ids }, signal);
  const next: Cursor = later
    ? { phase: 'annotations', turn: later, marks: seen, swept }
    : { phase: 'rest', marks: seen, swept };
  return { items, gone: [], next };
}

/** One page in the order of change, and where the next begins; null: this was the last. */
async function changedRows(
  { http }: FeedOptions,
  { datasetId }: Place,
  { resource, turn }: { readonly resource: 'items' | 'annotations'; readonly turn: Turn },
  signal: AbortSignal,
): Promise<{ rows: readonly Json[]; later: Turn | null }> {
  const conditions = [{ updatedAt: { $gte: isoTime(turn.from) } }];
  const sort = { updatedAt: 'ascending' } as const;
  const asked = { datasetId, resource, conditions, sort, page: turn.page, size: MOST };
  const rows = await askPage(http, asked, signal);
  if (rows.length < MOST) return { rows, later: null };
  const last = timeOf(rows.at(-1)?.['updatedAt']);
  // What was changed in one go has one time, and may be more than a page.
  return { rows, later: last > turn.from ? { from: last, page: 0 } : { ...turn, page: turn.page + 1 } };
}

function grow(
  { now }: FeedOptions,
  marks: Marks,
  what: 'items' | 'annotations',
  rows: readonly Json[],
): Marks {
  const latest = rows.reduce((most, row) => Math.max(most, timeOf(row['updatedAt'])), marks[what]);
  return latest > marks[what] ? { ...marks, [what]: latest, grown: now() } : marks;
}

async function entriesOf(
  options: FeedOptions,
  datasetId: string,
  items: readonly ItemJson[],
  signal: AbortSignal,
): Promise<FeedEntry[]> {
  const { http, taskOf } = options;
  const shown = items.flatMap((json) => {
    const item = readItemThere(json);
    return item ? [{ json, item }] : [];
  });
  const itemIds = shown.map(({ item }) => item.id);
  const annotations = await askAnnotations(http, { datasetId, itemIds }, signal);
  const entries: FeedEntry[] = [];
  for (const [at, { json, item }] of shown.entries()) {
    const about = { id: item.id, fps: fpsOf(item) };
    const { present, twins } = readAnnotationsThere(annotations.get(item.id) ?? [], about);
    // What the same request did twice, when the first answer to it was lost.
    for (const twin of twins) await removeAnnotation(http, twin, signal);
    const places = readPlaces(json, taskOf);
    const statuses = new Set(present.map(({ status }) => status));
    entries.push({
      ...{ seq: at + 1, item, identity: `remote:${item.id}` },
      places: places.map((place) => waiting(place, options.isReview(place.taskId), statuses)),
      annotations: present.map(({ annotation }) => annotation),
      issues: present.flatMap((one) => issueOf(one, places, options) ?? []),
    });
  }
  return entries;
}

/** For what an item waits that has no status: the remote says that of its annotations. */
function waiting(place: TaskItem, isReview: boolean, statuses: ReadonlySet<IssueStatus | null>): TaskItem {
  if (place.state !== 'open') return place;
  if (statuses.has('issue')) return { ...place, state: isReview ? 'away' : 'rework' };
  return isReview && statuses.has('review') ? { ...place, state: 'review' } : place;
}

/** The remote says of an annotation that it has an issue; of which task, only who opened it here has noted. */
function issueOf(
  { annotation, status, mark }: AnnotationThere,
  places: readonly TaskItem[],
  { isReview }: FeedOptions,
): Issue | null {
  const taskId = mark?.issue?.taskId ?? places.find((place) => isReview(place.taskId))?.taskId;
  if (status === null || taskId === undefined) return null;
  const { id, itemId, updatedAt, updatedBy } = annotation;
  return {
    ...{ id: mark?.issue?.id ?? issueIdSchema.parse(id), itemId, taskId, annotationId: id, point: null },
    ...{ status, text: mark?.issue?.text ?? '', creator: updatedBy, createdAt: updatedAt, updatedAt },
  };
}
