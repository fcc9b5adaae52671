/** What each computer has in the end, and whether that is the same, all of it and nothing twice. */
import { createHash } from 'node:crypto';
import { canonical } from '#core/sync/canonical.ts';
import { annotationContent, itemContent, standingContent } from '#core/sync/content.ts';
import { openDatabase } from '#engine/db/driver.ts';
import { listAnnotations } from '#engine/db/queries/annotations.ts';
import { findItem } from '#engine/db/queries/items.ts';
import { listTaskItemsOfItem } from '#engine/db/queries/tasks.ts';
import type { Book } from '../runner/book.ts';
import type { Ledger } from './ledger.ts';
import { databaseOf, type Side } from './side.ts';

type State = {
  readonly name: string;
  /** By the place of the item: new items have other ids where they were made. */
  readonly items: ReadonlyMap<string, string>;
  /** Ids of annotations, once for each time that they are there. */
  readonly annotations: readonly string[];
  readonly conflicts: string;
};

/** Looks at the databases, which nobody has open any more. */
export function compare(sides: readonly Side[], ledger: Ledger, book: Book): void {
  const states = sides.map((side) => stateOf(side, book));
  const [hub, ...stations] = states;
  if (!hub) return;
  for (const station of stations) {
    for (const [place, said] of hub.items) {
      const other = station.items.get(place);
      if (other !== said)
        book.accuse(`${place} is\n  ${said}\nat the hub, but at ${station.name}\n  ${other}`);
    }
    if (hashOf(station) !== hashOf(hub)) book.accuse(`${station.name} has another state than the hub`);
  }
  for (const { name, annotations } of states) {
    const twice = annotations.length - new Set(annotations).size;
    if (twice > 0) book.accuse(`${twice} annotations are there twice at ${name}`);
  }
  const everything = [...hub.items.values(), ...states.map(({ conflicts }) => conflicts)].join();
  for (const word of ledger.lost(everything)) book.accuse(`${word} is gone`);
  const words: readonly string[] = [...hub.items.values()].join().match(/<\d+>/g) ?? [];
  for (const word of words) {
    if (words.indexOf(word) !== words.lastIndexOf(word)) book.accuse(`${word} is there twice`);
  }
  book.count(
    'conflicts',
    stations.reduce((sum, { conflicts }) => sum + conflicts.split('\n').length - 1, 0),
  );
  book.count('items in the end', hub.items.size);
  book.count('annotations in the end', hub.annotations.length);
}

const hashOf = ({ items }: State) =>
  createHash('sha256')
    .update(canonical(Object.fromEntries(items)))
    .digest('hex');

function stateOf(side: Side, book: Book): State {
  const db = openDatabase(databaseOf(side));
  try {
    const [check] = db.all<{ integrity_check: string }>('PRAGMA integrity_check');
    if (check?.integrity_check !== 'ok') book.accuse(`${side.name}: ${check?.integrity_check}`);
    const items = new Map<string, string>();
    const annotations: string[] = [];
    for (const { id } of db.all<{ id: string }>('SELECT id FROM item ORDER BY id')) {
      const item = findItem(db, id);
      if (!item) continue;
      const list = listAnnotations(db, id);
      const said = list.map((one) => ({ id: one.id, ...annotationContent(one) }));
      const stands = listTaskItemsOfItem(db, id).map((place) => [place.taskId, standingContent(place)]);
      const place = `${item.folder === '/' ? '' : item.folder}/${item.name}`;
      if (items.has(place)) book.accuse(`${place} is there twice at ${side.name}`);
      said.sort((a, b) => (a.id < b.id ? -1 : 1));
      items.set(place, canonical({ item: itemContent(item), said, stands }));
      annotations.push(...list.map((one) => one.id));
    }
    const conflicts = db
      .all<{ mine: string | null }>('SELECT mine FROM conflict')
      .map(({ mine }) => `${mine}\n`);
    return { name: side.name, items, annotations, conflicts: conflicts.join('') };
  } finally {
    db.close();
  }
}
