/** Uploading many items, several at once; one that fails stops no other. */
import { readFile } from 'node:fs/promises';
import { extname, join, posix } from 'node:path';
import { addAnnotations } from '../annotations/add.ts';
import type { Context } from '../context.ts';
import { isRecord } from '../diff.ts';
import type { Json } from '../transport.ts';
import { type FileInFolder, filesIn, type Source } from './sources.ts';
import { type Progress, type Uploaded, type UploadOptions, type UploadOutcome, upload } from './upload.ts';

/** One of many; what it says outranks what is said of all. */
export type NewItem = UploadOptions & {
  readonly source: Source;
  /** Added to it once it is there, unless it was left as it was. */
  readonly annotations?: readonly Json[];
};

export type ManyProgress = Progress & {
  /** Items that are through, whatever became of them. */
  readonly doneItems: number;
};

export type UploadManyOptions = Omit<UploadOptions, 'onProgress' | 'remoteName'> & {
  /** At a time; default 8. */
  readonly parallel?: number;
  readonly onProgress?: (progress: ManyProgress) => void;
};

export type UploadFolderOptions = UploadManyOptions & {
  /** A folder with a JSON file for each file, of the same path but for its ending: its `annotations` are added. */
  readonly annotations?: string;
};

export type UploadReport<I> = {
  readonly items: readonly I[];
  readonly counts: Readonly<Record<UploadOutcome, number>>;
  readonly failed: readonly { readonly filename: string; readonly error: unknown }[];
};

const PARALLEL = 8;

/** @throws the signal's reason when it is aborted; what is through by then stays. */
export async function uploadMany<I>(
  context: Context,
  datasetId: string,
  entries: Iterable<NewItem> | AsyncIterable<NewItem>,
  { parallel = PARALLEL, onProgress, ...common }: UploadManyOptions,
  make: (json: Uploaded['json']) => I,
): Promise<UploadReport<I>> {
  const counts = { created: 0, overwritten: 0, skipped: 0 };
  const items: I[] = [];
  const failed: { filename: string; error: unknown }[] = [];
  const next = iteratorOf(entries);
  let doneItems = 0;

  async function one({ source, annotations = [], ...own }: NewItem): Promise<void> {
    const options = { ...common, ...own };
    const told = (progress: Progress) => {
      own.onProgress?.(progress);
      onProgress?.({ ...progress, doneItems });
    };
    try {
      const { json, outcome } = await upload(context, datasetId, source, { ...options, onProgress: told });
      if (outcome !== 'skipped') await addAnnotations(context, json.id, annotations, common);
      counts[outcome] += 1;
      items.push(make(json));
      doneItems += 1;
      told({ filename: json.filename, sentBytes: sizeOf(json), totalBytes: sizeOf(json) });
    } catch (error) {
      common.signal?.throwIfAborted();
      doneItems += 1;
      failed.push({ filename: nameOf(source, own), error });
    }
  }

  async function work(): Promise<void> {
    for (let entry = await next(); entry !== null; entry = await next()) await one(entry);
  }

  await Promise.all(Array.from({ length: Math.max(1, parallel) }, work));
  return { items, counts, failed };
}

/** The files of a folder as entries, with the annotations beside them. */
export async function* entriesOf(root: string, options: UploadFolderOptions): AsyncGenerator<NewItem> {
  for await (const file of filesIn(root)) {
    const { path, dir } = file;
    const remotePath = posix.join('/', options.remotePath ?? '/', dir);
    const annotations =
      options.annotations === undefined ? [] : await annotationsOf(file, options.annotations);
    yield { source: path, remotePath, annotations };
  }
}

async function annotationsOf({ path, dir }: FileInFolder, folder: string): Promise<readonly Json[]> {
  const name = posix.basename(path.replaceAll('\\', '/'), extname(path));
  const text = await readFile(join(folder, dir, `${name}.json`), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}';
    throw error;
  });
  const parsed: unknown = JSON.parse(text);
  const list = isRecord(parsed) ? parsed['annotations'] : null;
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

/** One entry after the other for several that ask at once. */
function iteratorOf(entries: Iterable<NewItem> | AsyncIterable<NewItem>): () => Promise<NewItem | null> {
  const iterator =
    Symbol.asyncIterator in entries ? entries[Symbol.asyncIterator]() : entries[Symbol.iterator]();
  let turn: Promise<unknown> = Promise.resolve();
  return () => {
    const asked = turn.then(async () => {
      const { done, value } = await iterator.next();
      return done ? null : value;
    });
    turn = asked.catch(() => undefined);
    return asked;
  };
}

function nameOf(source: Source, { remoteName }: UploadOptions): string {
  if (remoteName !== undefined) return remoteName;
  return typeof source === 'string' || source instanceof URL ? String(source) : 'bytes';
}

function sizeOf({ metadata }: Uploaded['json']): number {
  return typeof metadata.system['size'] === 'number' ? metadata.system['size'] : 0;
}
