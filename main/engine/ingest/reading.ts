/** Reads one file to its end: what it is, by its content, and what its item will be. Writes nothing but a copy. */
import { basename } from 'node:path';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import type { IngestMode } from '#core/model/watched-folder.ts';
import type { EngineContext } from '../context.ts';
import { findItemByIdentity, locationOf } from '../db/queries/items.ts';
import { hashFile } from '../media/hash.ts';
import { mediaKind } from '../media/kind.ts';
import { type Facts, readFacts } from './facts.ts';
import { deadLocations } from './places.ts';
import { look, type Stamp, sameSight } from './sight.ts';

export type Handed = {
  /** Absolute. */
  readonly path: string;
  readonly datasetId: string;
  /** How it is called in the dataset. */
  readonly name: string;
  readonly folder: string;
  readonly mode: IngestMode;
};

export type Content = {
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** Null when the dataset has an item of this content already. */
  readonly facts: Facts | null;
  /** Where the workspace's copy is, relative to it; null when the file stays where it is. */
  readonly copy: string | null;
  /** Paths where items of this content are not any more; see `found`. */
  readonly dead: ReadonlySet<string>;
};

export type Reading =
  | { readonly kind: 'read'; readonly content: Content; readonly stamp: Stamp }
  /** It cannot be used, as it is or as things are. */
  | { readonly kind: 'problem'; readonly reason: string; readonly stamp: Stamp }
  /** Neither a picture nor a video. */
  | { readonly kind: 'foreign'; readonly stamp: Stamp }
  /** It changed or went away while it was read. */
  | { readonly kind: 'unsettled' };

/** No file looks like this: what is recorded with it is tried again whenever its folder is listed. */
export const NEVER: Stamp = { size: 0, modifiedMs: -1 };

/** What makes two files of a dataset one item; every picture of a file after the first (from 0) is one of its own. */
export const identityOf = (sha256: string, page = 0): string =>
  page === 0 ? `sha256:${sha256}` : `sha256:${sha256}#${page}`;

/** What a person reads about a file of no known kind that was handed in by name. */
export function foreignReason(path: string): string {
  return `"${basename(path)}" is neither a picture nor a video that Sluice knows.`;
}

/** True for what is not the file's fault, and would befall every other file as well. */
export function befallsAll(error: unknown): boolean {
  return isSluiceError(error, 'disk-full', 'read-only', 'io', 'database-corrupt', 'aborted');
}

type Failure = { readonly reason: string; readonly lasting: boolean };

/** Throws `aborted`, and what is not the file's fault: `disk-full`, `read-only`. */
export async function readFile(ctx: EngineContext, file: Handed, signal: AbortSignal): Promise<Reading> {
  const before = await look(file.path);
  if (before.kind === 'unknown') return { kind: 'problem', reason: before.reason, stamp: NEVER };
  if (before.kind !== 'file') return { kind: 'unsettled' };
  const { stamp } = before;
  const result = await readContent(ctx, file, signal).catch((error: unknown) => failure(error, signal));
  // Whatever was read of a file that changed meanwhile is a mixture.
  if (result === 'changed' || !sameSight(before, await look(file.path))) return { kind: 'unsettled' };
  if (result === 'foreign') return { kind: 'foreign', stamp };
  if ('sha256' in result) return { kind: 'read', content: result, stamp };
  return { kind: 'problem', reason: result.reason, stamp: result.lasting ? stamp : NEVER };
}

async function readContent(
  ctx: EngineContext,
  file: Handed,
  signal: AbortSignal,
): Promise<Content | 'foreign' | 'changed'> {
  const { kind, mimetype } = await mediaKind(file.path);
  if (kind === 'unknown') return 'foreign';
  // Before the file is read for a long time in vain.
  if (kind === 'video') await ctx.mediaTools();
  const { sha256, size } = await hashFile(file.path, signal);
  const known = findItemByIdentity(ctx.db, file.datasetId, identityOf(sha256));
  const facts = known ? null : await readFacts(ctx, { path: file.path, kind, mimetype }, signal);
  const dead = await deadLocations(ctx, sha256);
  if (file.mode === 'link') return { sha256, size, facts, copy: null, dead };
  const kept = known?.storage === 'stored' ? locationOf(ctx.db, known.id) : null;
  const copy = kept ?? (await ctx.blobs.copy({ path: file.path, sha256, size }, signal));
  return copy === null ? 'changed' : { sha256, size, facts, copy, dead };
}

function failure(error: unknown, signal: AbortSignal): 'changed' | Failure {
  if (signal.aborted) throw new SluiceError('aborted', 'Cancelled.');
  if (isSluiceError(error, 'disk-full', 'read-only')) throw error;
  if (isSluiceError(error, 'not-found')) return 'changed';
  const reason = error instanceof Error ? error.message : String(error);
  // A missing tool or permission may be there the next time; a broken file stays broken until it changes.
  return { reason, lasting: isSluiceError(error, 'media-unreadable', 'tool-failed', 'unsupported') };
}
