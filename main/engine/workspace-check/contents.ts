/** Every stored file still has the content it was stored with. */
import pLimit from 'p-limit';
import { isSluiceError } from '#core/errors.ts';
import { type HashedFile, listHashedFiles } from '../db/queries/workspace-check.ts';
import { itemPath } from '../files.ts';
import { hashFile } from '../media/hash.ts';
import { fault, isAsBefore } from './item-files.ts';
import { type CheckWork, pause } from './work.ts';

const PAGE = 100;
/** One is read while the other is hashed. */
const HASHES_AT_ONCE = 2;

/** Reads each file once, however many items share it. */
export async function checkContents(work: CheckWork): Promise<void> {
  const { db, report, signal } = work;
  const limit = pLimit(HASHES_AT_ONCE);
  // Items of one content come one after the other, also over the edge of a page.
  let hash = '';
  const seen = new Set<string>();
  for (let after = { sha256: '', id: '' }; ; ) {
    const page = listHashedFiles(db, after, PAGE);
    const last = page.at(-1);
    if (!last) return;
    const wanted = page.filter((item) => {
      if (item.sha256 !== hash) seen.clear();
      hash = item.sha256;
      return !seen.has(item.location) && seen.add(item.location);
    });
    await Promise.all(wanted.map((item) => limit(() => compare(work, item))));
    report.looked('contents', wanted.length);
    after = last;
    await pause(signal);
  }
}

async function compare(work: CheckWork, item: HashedFile): Promise<void> {
  const { files, report, signal } = work;
  let problem: string;
  try {
    const { sha256 } = await hashFile(itemPath(files, item.storage, item.location), signal);
    if (sha256 === item.sha256) return;
    problem = `The content of ${item.name} has changed since it was stored.`;
  } catch (error) {
    // That it is not there, or is nowhere, was found before.
    if (isSluiceError(error, 'not-found') || isSluiceError(error, 'forbidden')) return;
    if (!isSluiceError(error, 'io')) throw error;
    problem = error.message;
  }
  if (isAsBefore(work, item)) report.add(fault(item, problem, 'contents'));
}
