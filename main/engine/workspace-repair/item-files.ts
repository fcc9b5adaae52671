/**
 * Stored files that are gone or damaged: taken from where they still are, whole; frames are made of their video again. An
 * item whose file is nowhere is flagged `missing`: its labels stay, and it is mended when the file comes back.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isSluiceError } from '#core/errors.ts';
import { findItem, setStorage } from '../db/queries/items.ts';
import { listPlacesOf } from '../db/queries/repair-items.ts';
import { type ItemFile, listItemFiles } from '../db/queries/workspace-check.ts';
import { insideRoot } from '../files.ts';
import { look } from '../ingest/sight.ts';
import { syncFolder } from '../media/atomic-folder.ts';
import { hashFile } from '../media/hash.ts';
import { thumbEntry } from '../media/thumb-place.ts';
import { writeError } from '../media/tool-errors.ts';
import { pause } from '../workspace-check/work.ts';
import { createFrameMaker, type FrameMaker } from './frames-again.ts';
import { type Found, fileSource } from './sources.ts';
import type { RepairWork } from './work.ts';

const PAGE = 200;

type Fault = 'is not there' | 'is damaged';

export async function repairItemFiles(work: RepairWork): Promise<void> {
  const { ctx, signal } = work;
  const frames = createFrameMaker(work);
  try {
    for (let after = ''; ; ) {
      const page = listItemFiles(ctx.db, after, PAGE);
      const last = page.at(-1);
      if (!last) return;
      for (const item of page) if (isOurs(item)) await repairItem(work, item, frames);
      after = last.id;
      await pause(signal);
    }
  } finally {
    await frames.close();
  }
}

/** Also one that was flagged before: its file may be had now. A linked file belongs to the person. */
function isOurs({ storage, location }: ItemFile): boolean {
  return storage === 'stored' || (storage === 'missing' && /^(originals|derived|frames)\//.test(location));
}

async function repairItem(work: RepairWork, item: ItemFile, frames: FrameMaker): Promise<void> {
  const { ctx, steps, dryRun } = work;
  let path: string;
  try {
    path = insideRoot(ctx.files.root, item.location);
  } catch (error) {
    if (!isSluiceError(error, 'forbidden')) throw error;
    const what = `${item.name} is said to lie outside of the workspace: put the right location back from a backup.`;
    steps.add({ check: 'files', outcome: 'left', where: item.location, what });
    return;
  }
  const fault = await faultOf(path, item, work.signal);
  if (fault === null) {
    if (item.storage === 'missing') tell(work, item, 'is there again', 'mended', 'stored');
    return;
  }
  const source = await findWhole(work, item, path, frames);
  if (source) {
    if (!dryRun) await put(work, item, path, source, fault);
    const how = `${fault}: taken from ${source.name}`;
    tell(work, item, how, 'mended', item.storage === 'missing' ? 'stored' : null);
    return;
  }
  if (item.storage === 'missing') return;
  tell(work, item, `${fault}, and nowhere to be found`, 'flagged', 'missing');
}

async function faultOf(path: string, item: ItemFile, signal: AbortSignal): Promise<Fault | null> {
  const sight = await look(path);
  if (sight.kind === 'gone') return 'is not there';
  if (sight.kind !== 'file' || sight.stamp.size !== item.size) return 'is damaged';
  if (item.sha256 === null) return null;
  const hash = await hashFile(path, signal).catch((error: unknown) => {
    if (isSluiceError(error, 'io', 'not-found')) return null;
    throw error;
  });
  return hash?.sha256 === item.sha256 ? null : 'is damaged';
}

/** The first of all places whose file is what the item had. */
async function findWhole(
  work: RepairWork,
  item: ItemFile,
  own: string,
  frames: FrameMaker,
): Promise<Found | null> {
  const { ctx, sources, signal } = work;
  const seen = new Set([own]);
  const candidates: Found[] = [...(await sources.find(item.location))];
  for (const { location, storage } of item.sha256 === null ? [] : listPlacesOf(ctx.db, item.sha256)) {
    const path = storage === 'stored' ? join(ctx.files.root, location) : location;
    if (seen.has(path)) continue;
    seen.add(path);
    const there = await access(path, constants.R_OK).then(
      () => true,
      () => false,
    );
    if (there) candidates.push(fileSource(path, path));
  }
  for (const candidate of candidates) if (await isWhole(candidate, item, signal)) return candidate;
  return item.sha256 === null ? await frames.find(item) : null;
}

async function isWhole(found: Found, item: ItemFile, signal: AbortSignal): Promise<boolean> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of found.bytes()) {
      signal.throwIfAborted();
      size += chunk.length;
      hash.update(chunk);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error) return false;
    throw error;
  }
  return size === item.size && (item.sha256 === null || hash.digest('hex') === item.sha256);
}

/** Puts the bytes in place at once; what lies there is kept in the trash. */
async function put(
  work: RepairWork,
  item: ItemFile,
  path: string,
  source: Found,
  fault: Fault,
): Promise<void> {
  const { files, ports } = work.ctx;
  const passing = join(files.scratch, `${ports.ids.next()}.repair`);
  try {
    await mkdir(files.scratch, { recursive: true });
    const handle = await open(passing, 'wx');
    try {
      for await (const chunk of source.bytes()) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (fault === 'is damaged') {
      const run = new Date(ports.clock.now()).toISOString().replaceAll(':', '-');
      const kept = join(files.trash, run, `${item.location}.damaged`);
      await mkdir(dirname(kept), { recursive: true });
      await rename(path, kept);
    }
    await mkdir(dirname(path), { recursive: true });
    await rename(passing, path);
    await syncFolder(dirname(path));
  } catch (error) {
    throw writeError(path, error);
  } finally {
    await rm(passing, { force: true });
  }
  const whole = findItem(work.ctx.db, item.id);
  if (whole) await work.ctx.caches.drop(thumbEntry(whole, item.location));
}

function tell(
  { ctx, steps, dryRun }: RepairWork,
  item: ItemFile,
  what: string,
  outcome: 'mended' | 'flagged',
  storage: 'stored' | 'missing' | null,
): void {
  steps.add({ check: 'files', outcome, where: item.location, what: `The file of ${item.name} ${what}.` });
  if (dryRun) return;
  ctx.unit('sluice', (tx) => {
    if (storage !== null) setStorage(tx.db, item.id, storage, tx.now);
    const kind = outcome === 'flagged' ? 'missing' : 'repaired';
    tx.explain({ itemId: item.id, kind, text: `Its file ${what}` });
  });
}
