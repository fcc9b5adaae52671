/** Changes of one item's annotations on their way to a remote. */
import { fpsOf } from '#core/formats/dataloop/annotation.ts';
import type { Json } from '#core/formats/dataloop/json.ts';
import type { AnnotationContent } from '#core/model/annotation.ts';
import type { Change, Outcome } from '#core/model/exchange.ts';
import { isSame } from '#core/sync/canonical.ts';
import { annotationContent } from '#core/sync/content.ts';
import {
  type AnnotationThere,
  type Mark,
  readAnnotationsThere,
  withParent,
  writeAnnotationThere,
} from '#core/sync/dataloop/annotations.ts';
import { type ItemJson, readItemThere } from '#core/sync/dataloop/items.ts';
import { mergeThree } from '#core/sync/merge.ts';
import { Refused } from '../http.ts';
import { askAnnotations } from './ask.ts';
import { orRefused, type Work } from './each.ts';
import { addAnnotations, changeAnnotation, removeAnnotation } from './write.ts';

export type AnnotationChange = Extract<Change, { kind: 'annotation' }>;

type Making = {
  readonly change: AnnotationChange;
  readonly content: AnnotationContent;
  readonly done: (outcome: Outcome) => void;
};

/** The annotations of an item at the remote, by the ids that they have here. */
export type Present = Map<string, AnnotationThere>;

export async function readPresent({ http, signal }: Work, item: ItemJson): Promise<Present> {
  const { id, datasetId } = item;
  const found = await askAnnotations(http, { datasetId, itemIds: [id] }, signal);
  const { present, twins } = readAnnotationsThere(found.get(id) ?? [], aboutOf(item));
  for (const twin of twins) await removeAnnotation(http, twin, signal);
  return new Map(present.map((one) => [one.annotation.id, one]));
}

export async function sendAnnotations(
  work: Work,
  item: ItemJson,
  changes: readonly AnnotationChange[],
): Promise<ReadonlyMap<Change, Outcome>> {
  const outcomes = new Map<Change, Outcome>();
  if (changes.length === 0) return outcomes;
  const present = await readPresent(work, item);
  const makings: Making[] = [];
  for (const change of changes) {
    const there = present.get(change.id) ?? null;
    const theirs = there && annotationContent(there.annotation);
    const { value, clashes } = mergeThree<AnnotationContent>(change.base, change.mine, theirs);
    const by = clashes.length === 0 ? null : (there?.annotation.updatedBy ?? null);
    const done = (now: AnnotationContent | null): Outcome => ({
      now,
      clashes: [...clashes],
      by,
      refused: null,
    });
    if (isSame(value, theirs)) outcomes.set(change, done(theirs));
    else if (there === null && value !== null) {
      makings.push({ change, content: value, done: (outcome) => outcomes.set(change, outcome) });
    } else if (there !== null) {
      const written = () => rewrite(work, { item, present, there, value });
      outcomes.set(change, await orRefused(async () => done(await written())));
    }
  }
  await makeAll(work, { item, present }, makings);
  return outcomes;
}

type Home = { readonly item: ItemJson; readonly present: Present };

/** Puts another content in the place of the one that is there, or takes it away, and answers what is there then. */
async function rewrite(
  { http, signal }: Work,
  { item, present, there, value }: Home & { there: AnnotationThere; value: AnnotationContent | null },
): Promise<AnnotationContent | null> {
  if (value === null) {
    await removeAnnotation(http, there.idThere, signal);
    return null;
  }
  const before = bodyOf(annotationContent(there.annotation), present, there.mark);
  const after = bodyOf(value, present, there.mark);
  const json = await changeAnnotation(http, there.idThere, { before, after }, signal);
  return contentOf(json, { item, present }) ?? value;
}

/** What is part of another object comes after that one, whose id there it needs. */
async function makeAll(work: Work, home: Home, makings: readonly Making[]): Promise<void> {
  const made = new Set<string>(makings.map(({ change }) => change.id));
  const isPart = ({ content }: Making) => made.has(parentOf(content) ?? '');
  await make(
    work,
    home,
    makings.filter((one) => !isPart(one)),
  );
  await make(work, home, makings.filter(isPart));
}

function parentOf(content: AnnotationContent): string | null {
  let parent: string | null = null;
  withParent(content, (id) => {
    parent = id;
    return id;
  });
  return parent;
}

/** All in few requests; when one of them is refused, each by itself, so that only that one is. */
async function make(work: Work, { item, present }: Home, makings: readonly Making[]): Promise<void> {
  if (makings.length === 0) return;
  const bodies = makings.map(({ change, content }) =>
    bodyOf(content, present, { id: change.id, item: item.id }),
  );
  try {
    const rows = await addAnnotations(work.http, item.id, bodies, work.signal);
    rows.forEach((row, at) => {
      const making = makings[at];
      if (!making) return;
      const [there] = readAnnotationsThere([row], aboutOf(item)).present;
      if (there) present.set(making.change.id, there);
      const now = contentOf(row, { item, present }) ?? making.content;
      making.done({ now, clashes: [], by: null, refused: null });
    });
  } catch (error) {
    if (!(error instanceof Refused) || error.status === 401) throw error;
    const [only] = makings;
    if (only && makings.length === 1) {
      only.done(await orRefused(() => Promise.reject(error)));
      return;
    }
    for (const one of makings) await make(work, { item, present }, [one]);
  }
}

function bodyOf(content: AnnotationContent, present: Present, mark: Mark | null): Json {
  return writeAnnotationThere(
    withParent(content, (id) => present.get(id)?.idThere ?? id),
    mark,
  );
}

/** What an answer of the remote says, with the names that are known here; null for what cannot be read. */
function contentOf(json: Json, { item, present }: Home): AnnotationContent | null {
  const [there] = readAnnotationsThere([json], aboutOf(item)).present;
  if (!there) return null;
  const here = new Map([...present.values()].map((one) => [one.idThere, one.annotation.id]));
  return withParent(annotationContent(there.annotation), (id) => here.get(id as never) ?? id);
}

function aboutOf(json: ItemJson) {
  const item = readItemThere(json);
  return { id: json.id, fps: item && fpsOf(item) };
}
