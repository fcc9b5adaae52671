/** Ids in the JSON of a pipeline: what is linked has another id at the remote than here. */
import { isRecord } from '#core/formats/dataloop/json.ts';
import type { ReadableDb } from '../db/driver.ts';
import { findLink, idHere } from '../db/queries/remotes.ts';

const KINDS = ['dataset', 'project', 'task', 'item'] as const;

const ID = /^[0-9a-f]{24}$/;

/** What an entity that is linked is called there. */
export function linkedThere(db: ReadableDb, id: string): string {
  for (const kind of KINDS) {
    const link = findLink(db, kind, id);
    if (link) return link.idThere;
  }
  return id;
}

/** What an entity of the remote that is linked is called here. */
export function linkedHere(db: ReadableDb, remoteId: string, id: string): string {
  for (const kind of KINDS) {
    const here = idHere(db, remoteId, kind, id);
    if (here !== id) return here;
  }
  return id;
}

/** The JSON with every id in it by its other name. */
export function translated<T>(value: T, rename: (id: string) => string): T {
  if (typeof value === 'string') return (ID.test(value) ? rename(value) : value) as T;
  if (Array.isArray(value)) return value.map((one) => translated(one, rename)) as T;
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, translated(one, rename)]);
  return Object.fromEntries(entries) as T;
}
