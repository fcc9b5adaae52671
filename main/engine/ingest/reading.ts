/** Reads one file to its end: what it is, by its content, and what its item will be. Writes nothing but a copy. */
import { basename } from 'node:path';
import type { LimitFunction } from 'p-limit';
import { isSluiceError, SluiceError, unreachable } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import type { IngestMode } from '#core/model/watched-folder.ts';
import type { EngineContext } from '../context.ts';
import { findItemByIdentity, locationOf } from '../db/queries/items.ts';
import type { PictureHeader } from '../media/picture-header.ts';
import { type Facts, pictureFacts, type Readable, readFacts } from './facts.ts';
import type { Inspected, Inspection } from './inspect.ts';
import { deadLocations } from './places.ts';
import type { ReadPool } from './read-pool.ts';
import { look, type Stamp, sameStamp } from './sight.ts';

export type Handed = {
  /** Absolute. */
  readonly path: string;
  readonly datasetId: string;
  /** How it is called in the dataset. */
  readonly name: string;
  readonly folder: string;
  readonly mode: IngestMode;
  /** With `copy`: the file is a passing one of our own, to be moved and not copied. */
  readonly passing?: true;
};

export type Content = {
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** Null when the dataset has all items of this content already. */
  readonly facts: Facts | null;
  /** Where the workspace's copy is, relative to it; null when the file stays where it is. */
  readonly copy: string | null;
  /** Paths where items of this content are not any more; see `found`. Null: not looked for, as it seemed to be new. */
  readonly dead: ReadonlySet<string> | null;
};

export type Reading =
  | { readonly kind: 'read'; readonly content: Content; readonly stamp: Stamp }
  /** It cannot be used, as it is or as things are. */
  | { readonly kind: 'problem'; readonly reason: string; readonly stamp: Stamp }
  /** Neither a picture nor a video. */
  | { readonly kind: 'foreign'; readonly stamp: Stamp }
  /** A link leads from it to a file that Sluice has made. */
  | { readonly kind: 'ours' }
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

/** What reads files: the threads, and a share of the work that takes long. */
export type ReadTools = {
  readonly ctx: EngineContext;
  readonly pool: ReadPool;
  /** Decoding, listing frames and copying: few at once. */
  readonly heavy: LimitFunction;
};

export type ReadOptions = {
  readonly signal: AbortSignal;
  /** True: its content is known, so that it matters where else it is or was. */
  readonly known: boolean;
  /** True: it will be an item of its own, even when the dataset has its content. */
  readonly apart?: boolean;
};

type Failure = { readonly reason: string; readonly lasting: boolean };

/** Throws `aborted`, and what is not the file's fault: `disk-full`, `read-only`. */
export async function readFile(tools: ReadTools, file: Handed, options: ReadOptions): Promise<Reading> {
  const found = await tools.pool.inspect(file.path, file.passing);
  options.signal.throwIfAborted();
  switch (found.kind) {
    case 'unsettled':
    case 'ours':
    case 'foreign':
      return found;
    case 'failed':
      return { kind: 'problem', reason: found.reason, stamp: NEVER };
    case 'read':
    case 'large':
      return await readMedia(tools, file, found, options);
    default:
      return unreachable(found);
  }
}

type Media = Extract<Inspection, { kind: 'read' | 'large' }>;

async function readMedia(
  tools: ReadTools,
  file: Handed,
  media: Media,
  { signal, known, apart = false }: ReadOptions,
): Promise<Reading> {
  const { stamp } = media;
  const quick = media.kind === 'read' && file.mode === 'link' && !known ? quickContent(media) : null;
  if (quick) return { kind: 'read', content: quick, stamp };
  const read = () => readContent(tools, file, media, { signal, apart });
  // A file that was only moved costs a few looks.
  const light = file.mode === 'link' && media.kind === 'read' && media.header !== null;
  const result = await (light ? read() : tools.heavy(read)).catch((error: unknown) => failure(error, signal));
  // One of our own has been moved by now.
  const after = file.passing ? ({ kind: 'file', stamp } as const) : await look(file.path);
  // Whatever was read of a file that changed meanwhile is a mixture.
  if (result === 'changed' || after.kind !== 'file' || !sameStamp(stamp, after.stamp)) {
    return { kind: 'unsettled' };
  }
  if ('sha256' in result) return { kind: 'read', content: result, stamp };
  return { kind: 'problem', reason: result.reason, stamp: result.lasting ? stamp : NEVER };
}

/** What most files are: a plain picture that is new and stays where it is. Null for one that is not plain. */
function quickContent({ header, sha256, stamp }: Inspected): Content | null {
  if (!header || isTooLarge(header)) return null;
  return { sha256, size: stamp.size, facts: pictureFacts(header), copy: null, dead: null };
}

async function readContent(
  { ctx, pool }: ReadTools,
  file: Handed,
  media: Media,
  { signal, apart }: { readonly signal: AbortSignal; readonly apart: boolean },
): Promise<Content | 'changed'> {
  // Before the file is read for a long time in vain.
  if (media.media === 'video') await ctx.mediaTools();
  const { sha256, size } =
    media.kind === 'read'
      ? { sha256: media.sha256, size: media.stamp.size }
      : await pool.hash(file.path, signal);
  const known = findItemByIdentity(ctx.db, file.datasetId, identityOf(sha256));
  const read = apart || !known || mayHaveMore(known, media);
  const facts = read ? await factsOf(ctx, { path: file.path, sha256, size }, media, signal) : null;
  const dead = await deadLocations(ctx, sha256);
  if (file.mode === 'link') return { sha256, size, facts, copy: null, dead };
  if (file.passing) {
    const copy = await ctx.blobs.adopt({ path: file.path, sha256, size, name: file.name }, signal);
    return { sha256, size, facts, copy, dead };
  }
  const kept = known?.storage === 'stored' ? locationOf(ctx.db, known.id) : null;
  const copy = kept ?? (await ctx.blobs.copy({ path: file.path, sha256, size }, signal));
  return copy === null ? 'changed' : { sha256, size, facts, copy, dead };
}

/** Of formats with several pictures in a file, an item may be from when only the first of them became one. */
const MANY: ReadonlySet<string> = new Set(['image/tiff', 'image/gif', 'image/webp', 'image/png']);

function mayHaveMore({ picture, mimetype }: Item, media: Media): boolean {
  return picture === null && MANY.has(mimetype) && !(media.kind === 'read' && media.header);
}

async function factsOf(
  ctx: EngineContext,
  file: Pick<Readable, 'path' | 'sha256' | 'size'>,
  media: Media,
  signal: AbortSignal,
): Promise<Facts> {
  const header = media.kind === 'read' ? media.header : null;
  if (header && !isTooLarge(header)) return pictureFacts(header);
  return await readFacts(ctx, { ...file, kind: media.media, mimetype: media.mimetype }, signal);
}

/** Of larger pictures the decoder says whether this computer can read them. */
const MANY_PIXELS = 100_000_000;
const isTooLarge = ({ width, height }: PictureHeader) => width * height > MANY_PIXELS;

function failure(error: unknown, signal: AbortSignal): 'changed' | Failure {
  if (signal.aborted) throw new SluiceError('aborted', 'Cancelled.');
  if (isSluiceError(error, 'disk-full', 'read-only')) throw error;
  if (isSluiceError(error, 'not-found')) return 'changed';
  const reason = error instanceof Error ? error.message : String(error);
  // A missing tool or permission may be there the next time; a broken file stays broken until it changes.
  return { reason, lasting: isSluiceError(error, 'media-unreadable', 'tool-failed', 'unsupported') };
}
