/** Every item's file is where the item says, of the size it says. */
import pLimit from 'p-limit';
import type { WorkspaceFinding } from '#contract/workspace-check.ts';
import { isSluiceError } from '#core/errors.ts';
import { findItemFile, type ItemFile, listItemFiles } from '../db/queries/workspace-check.ts';
import { itemPath, type WorkspaceFiles } from '../files.ts';
import { look, type Sight } from '../ingest/sight.ts';
import type { LocationSet } from './location-set.ts';
import { type CheckWork, pause } from './work.ts';

const PAGE = 500;
/** A network drive answers many questions in the time of one. */
const LOOKS_AT_ONCE = 16;

/** Adds every stored location to the set. */
export async function checkItemFiles(work: CheckWork, locations: LocationSet): Promise<void> {
  const { db, files, report, signal } = work;
  const limit = pLimit(LOOKS_AT_ONCE);
  for (let after = ''; ; ) {
    const page = listItemFiles(db, after, PAGE);
    const last = page.at(-1);
    if (!last) return;
    for (const item of page) locations.add(item.location);
    const findings = await Promise.all(page.map((item) => limit(() => lookAt(files, item))));
    for (const [at, item] of page.entries()) {
      const finding = findings[at];
      // An item that has changed meanwhile was looked at in the wrong place.
      if (finding && isAsBefore(work, item)) report.add(finding);
    }
    report.looked('files', page.length);
    after = last.id;
    await pause(signal);
  }
}

/** True when the item still is as it was read. */
export function isAsBefore({ db }: CheckWork, item: ItemFile): boolean {
  const now = findItemFile(db, item.id);
  return now?.location === item.location && now.storage === item.storage && now.size === item.size;
}

async function lookAt(files: WorkspaceFiles, item: ItemFile): Promise<WorkspaceFinding | null> {
  // It was never here.
  if (item.storage === 'remote') return null;
  if (item.storage === 'missing') {
    return {
      check: 'files',
      severity: 'warning',
      what: `The linked file of ${item.name} is gone; its labels stay.`,
      where: item.location,
      remedy: 'Put the file back, there or anywhere in a watched folder.',
    };
  }
  try {
    const path = itemPath(files, item.storage, item.location);
    return judge(item, await look(path));
  } catch (error) {
    if (!isSluiceError(error, 'forbidden')) throw error;
    return fault(item, `${item.name} is said to lie outside of the workspace`);
  }
}

/** What is wrong with the item's file as it was seen; null when nothing is. */
function judge(item: ItemFile, sight: Sight): WorkspaceFinding | null {
  switch (sight.kind) {
    case 'gone':
      return fault(item, `The file of ${item.name} is not there.`);
    case 'other':
      return fault(item, `In place of the file of ${item.name} there is something else.`);
    case 'unknown':
      return fault(item, `The file of ${item.name} cannot be looked at: ${sight.reason}`);
    case 'file':
      return sight.stamp.size === item.size
        ? null
        : fault(item, `The file of ${item.name} has ${sight.stamp.size} bytes instead of ${item.size}.`);
  }
}

/** A fault of a stored file is one of the workspace; a linked one belongs to the person. */
export function fault(
  item: ItemFile,
  what: string,
  check: WorkspaceFinding['check'] = 'files',
): WorkspaceFinding {
  const stored = item.storage === 'stored';
  return {
    check,
    severity: stored ? 'error' : 'warning',
    what,
    where: item.location,
    remedy: stored
      ? storedRemedy(item.location)
      : 'Put the file back as it was, or let its folder be scanned.',
  };
}

function storedRemedy(location: string): string {
  const [folder] = location.split('/');
  switch (folder) {
    case 'frames':
      return 'Repair the workspace: the frame is made of its video again, or taken from a backup.';
    case 'derived':
      return 'Take the file from a backup by a repair, or delete it and run the cycle that made it again from the beginning.';
    default:
      return 'Take the file from a backup by a repair, or delete it and import the same file again: it goes to the same item.';
  }
}
