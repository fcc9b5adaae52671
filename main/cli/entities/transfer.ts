/** Files that go into a dataset and come out of it. */
import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { SluiceError, toWireError } from '#core/errors.ts';
import type { Json } from '#core/formats/dataloop/json.ts';
import { readRemotePath } from '#core/formats/dataloop/remote-path.ts';
import type { Dataset } from '#core/model/dataset.ts';
import type { Item } from '#core/model/item.ts';
import type { ItemWire } from '#engine/http/item-wire.ts';
import type { CliEngine } from '../engine.ts';
import { refuseAborted } from '../idle.ts';
import type { Session } from '../session.ts';
import { writeItems } from './items.ts';

export type Uploaded = {
  readonly file: string;
  /** What came of it: an item that was there already stays when it is `skipped`. */
  readonly op: 'created' | 'overwrite' | 'skipped' | 'failed';
  readonly item: ItemWire | null;
  readonly error: string | null;
};

export type UploadWish = {
  /** Folder of the dataset. */
  readonly path: string;
  readonly mode: 'skip' | 'overwrite';
  readonly metadata: Json;
};

/** Uploads files, and folders with all below them; one that fails is told and stops no other. */
export async function uploadFiles(
  engine: CliEngine,
  session: Session,
  dataset: Dataset,
  paths: readonly string[],
  wish: UploadWish,
): Promise<Uploaded[]> {
  const files = (await Promise.all(paths.map(filesAt))).flat();
  const results: Uploaded[] = [];
  for (const { file, name } of files) {
    refuseAborted(session.signal);
    session.output.progress(`${results.length} of ${files.length} files`);
    try {
      results.push({ file, error: null, ...(await uploadOne(engine, dataset, file, name, wish)) });
    } catch (error) {
      const { message } = toWireError(error);
      results.push({ file, op: 'failed', item: null, error: message });
    }
  }
  return results;
}

async function uploadOne(engine: CliEngine, dataset: Dataset, file: string, name: string, wish: UploadWish) {
  const place = readRemotePath(`${wish.path}/${name}`);
  const { mode, metadata } = wish;
  if (engine.elsewhere)
    return await uploadElsewhere(engine.elsewhere, dataset, file, { ...place, mode, metadata });
  const datasetId = dataset.id;
  const passing = await engine.call('items.uploadPlace', { datasetId });
  const path = passing.path + (/^\.[a-z0-9]{1,8}$/i.exec(extname(place.name))?.[0] ?? '');
  try {
    await copyFile(file, path);
    const { item, op } = await engine.call('items.upload', { datasetId, path, mode, ...place, metadata });
    const [written = null] = await writeItems(engine, [item]);
    return { op, item: written };
  } finally {
    await rm(path, { force: true });
  }
}

async function uploadElsewhere(
  place: Elsewhere,
  { id }: Dataset,
  file: string,
  {
    folder,
    name,
    mode,
    metadata,
  }: { readonly folder: string; readonly name: string } & Omit<UploadWish, 'path'>,
) {
  const dataset = await (await sessionOf(place)).datasets.get({ id });
  const options = { remotePath: folder, remoteName: name, mode, metadata } as const;
  const { items, counts, failed } = await dataset.items.uploadMany([{ source: file, ...options }]);
  const [failure] = failed;
  if (failure) throw failure.error;
  const op = counts.skipped > 0 ? 'skipped' : counts.overwritten > 0 ? 'overwrite' : 'created';
  return { op, item: (items[0]?.json ?? null) as ItemWire | null } as const;
}

type Elsewhere = NonNullable<CliEngine['elsewhere']>;

/** Loaded where it is needed only: most commands carry no files. */
async function sessionOf(place: Elsewhere) {
  const { connect } = await import('#sdk/index.ts');
  return connect(place);
}

/** `name`: with the folders below the one that was named. @throws SluiceError `not-found`. */
async function filesAt(path: string): Promise<{ readonly file: string; readonly name: string }[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new SluiceError('not-found', `${path} cannot be read.`, { path }, { cause });
  });
  if (!found.isDirectory()) return [{ file: path, name: basename(path) }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => ({ file, name: relative(path, file).replaceAll(sep, '/') }));
}

export type Downloaded = { readonly id: string; readonly file: string };

/**
 * Writes an item's file below the folder, in the folders it has in its dataset.
 * @throws SluiceError `conflict` when a file is there, unless it may be overwritten.
 */
export async function downloadItem(
  { call, elsewhere }: CliEngine,
  { id, datasetId, folder, name }: Item,
  to: string,
  overwrite: boolean,
): Promise<Downloaded> {
  const root = resolve(to);
  const file = resolve(root, `.${folder}`, name);
  if (!file.startsWith(root.endsWith(sep) ? root : root + sep))
    throw new SluiceError('invalid-input', `"${folder}/${name}" leads out of ${root}.`);
  if (elsewhere) {
    if (!overwrite && existsSync(file)) throw standing(file);
    const dataset = await (await sessionOf(elsewhere)).datasets.get({ id: datasetId });
    await (await dataset.items.get({ id })).download(file);
    return { id, file };
  }
  const { path } = await call('media.resolve', { itemId: id, variant: 'original' });
  await mkdir(dirname(file), { recursive: true });
  try {
    await copyFile(path, file, overwrite ? 0 : constants.COPYFILE_EXCL);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    throw standing(file, cause);
  }
  return { id, file };
}

function standing(file: string, cause?: unknown): SluiceError {
  return new SluiceError('conflict', `${file} is there already: give --overwrite.`, { file }, { cause });
}
