/** What lies in the folders of kept files and frames, and what of it no item refers to. */
import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../db/driver.ts';
import { listLocations } from '../db/queries/stored-files.ts';
import type { WorkspaceFiles } from '../files.ts';
import { nameIn } from '../ingest/paths.ts';
import { createLocationSet, type LocationSet } from '../workspace-check/location-set.ts';
import { filesBelow } from '../workspace-check/walk.ts';
import { pause } from '../workspace-check/work.ts';
import { hashInName } from './store.ts';

export type Amount = { readonly files: number; readonly bytes: number };
export type SurveyPart = 'originals' | 'results' | 'frames';

/** A file, or all frames of one way of splitting a video. */
export type Candidate = Amount & {
  readonly part: SurveyPart;
  /** Relative to the workspace; a folder ends with a slash. */
  readonly location: string;
  /** Of a file that is named by its content. */
  readonly sha256: string | null;
  /** Of a folder of frames. */
  readonly videoId: string | null;
};

export type Survey = {
  readonly parts: Readonly<Record<SurveyPart, Amount>>;
  /** What nobody refers to and is older than the grace period. */
  readonly candidates: readonly Candidate[];
  /** What nobody refers to so far: it may be about to be referred to. */
  readonly young: Amount;
};

export type SurveyOptions = {
  readonly db: Database;
  readonly files: WorkspaceFiles;
  /** What was last written at this time or later, in milliseconds since 1970, is young. */
  readonly youngFrom: number;
  readonly signal: AbortSignal;
};

type Known = { readonly locations: LocationSet; readonly frameFolders: ReadonlySet<string> };
type Seen = Candidate & { readonly known: boolean; readonly writtenAt: number };

const PAGE = 1000;
const PAUSE_EVERY = 200;

/**
 * Reads all items before it looks at the files: what came meanwhile is young, and is asked for again before it is touched.
 * @throws SluiceError `database-corrupt` (an item that cannot be read may be anything's), `io`, `aborted`.
 */
export async function surveyStorage(options: SurveyOptions): Promise<Survey> {
  const { files, youngFrom, signal } = options;
  const known = await readLocations(options);
  const parts = { originals: nothing(), results: nothing(), frames: nothing() };
  const candidates: Candidate[] = [];
  let young = nothing();
  const add = ({ known: isKnown, writtenAt, ...one }: Seen) => {
    parts[one.part] = sum(parts[one.part], one);
    if (isKnown) return;
    if (writtenAt >= youngFrom) young = sum(young, one);
    else candidates.push(one);
  };
  await eachFile(files, 'originals', known, signal, add);
  await eachFile(files, 'results', known, signal, add);
  await eachFrameFolder(files, known, signal, add);
  return { parts, candidates, young };
}

function nothing(): Amount {
  return { files: 0, bytes: 0 };
}

function sum(a: Amount, b: Amount): Amount {
  return { files: a.files + b.files, bytes: a.bytes + b.bytes };
}

async function readLocations({ db, signal }: SurveyOptions): Promise<Known> {
  const locations = createLocationSet();
  const frameFolders = new Set<string>();
  for (let after = ''; ; ) {
    const page = listLocations(db, after, PAGE);
    const last = page.at(-1);
    if (!last) return { locations, frameFolders };
    for (const { location } of page) {
      locations.add(location);
      const folder = frameFolderOf(location);
      if (folder !== null) frameFolders.add(folder);
    }
    after = last.id;
    await pause(signal);
  }
}

/** The folder of a frame, as a location that ends with a slash. */
function frameFolderOf(location: string): string | null {
  return /^frames\/[^/]+\//.exec(location)?.[0] ?? null;
}

async function eachFile(
  files: WorkspaceFiles,
  part: 'originals' | 'results',
  known: Known,
  signal: AbortSignal,
  add: (seen: Seen) => void,
): Promise<void> {
  let count = 0;
  for await (const path of filesBelow(part === 'originals' ? files.originals : files.derived)) {
    const location = nameIn(files.root, path);
    const stats = await lstat(path).catch(() => null);
    if (location !== null && stats) {
      const facts = { part, location, files: 1, bytes: stats.size, videoId: null, writtenAt: stats.mtimeMs };
      add({ ...facts, sha256: hashInName(location), known: known.locations.has(location) });
    }
    count += 1;
    if (count % PAUSE_EVERY === 0) await pause(signal);
  }
}

async function eachFrameFolder(
  files: WorkspaceFiles,
  { frameFolders }: Known,
  signal: AbortSignal,
  add: (seen: Seen) => void,
): Promise<void> {
  for (const entry of await readdir(files.frames, { withFileTypes: true }).catch(() => [])) {
    if (!entry.isDirectory()) continue;
    const location = `frames/${entry.name}/`;
    const path = join(files.frames, entry.name);
    let [count, bytes, writtenAt] = [0, 0, (await lstat(path).catch(() => null))?.mtimeMs ?? Infinity];
    for await (const file of filesBelow(path)) {
      const stats: Stats | null = await lstat(file).catch(() => null);
      count += 1;
      bytes += stats?.size ?? 0;
      writtenAt = Math.max(writtenAt, stats?.mtimeMs ?? 0);
      if (count % PAUSE_EVERY === 0) await pause(signal);
    }
    const videoId = /^[0-9a-f]{24}(?=-)/.exec(entry.name)?.[0] ?? null;
    const facts = {
      part: 'frames',
      location,
      files: count,
      bytes,
      videoId,
      writtenAt,
      sha256: null,
    } as const;
    add({ ...facts, known: frameFolders.has(location) });
  }
}
