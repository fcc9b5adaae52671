/** A look at a killed workspace: what a copy of it holds, and what is left when a part of its log is lost. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadableDb } from '#engine/db/driver.ts';
import { workspaceFiles } from '#engine/files.ts';
import { systemPorts } from '#engine/ports.ts';
import { openWorkspace } from '#engine/startup.ts';
import { findBreaches } from '../checks/always.ts';
import { findLogDifferences } from '../checks/log.ts';
import { findLostPassages } from '../checks/passages.ts';
import type { Book } from './book.ts';
import { copyDatabase, spoilLog } from './cuts.ts';
import type { Dice } from './dice.ts';
import { findLostItems } from './lost.ts';

export type Inspection = {
  readonly workspace: string;
  readonly folder: string;
  readonly book: Book;
  readonly dice: Dice;
  /** In words, when it is. */
  readonly when: string;
};

/** What must hold at any instant. */
export function findAllBreaches(db: ReadableDb): string[] {
  return [...findBreaches(db), ...findLogDifferences(db), ...findLostPassages(db), ...findLostItems(db)];
}

/**
 * Notes what is wrong in the book, and keeps the copy it is wrong in.
 * @param before the last place of the log of decisions at the look before
 * @returns the last place now
 */
export async function inspect(inspection: Inspection, before: number): Promise<number> {
  const { workspace, folder, book, dice, when } = inspection;
  const whole = join(folder, 'whole');
  copyDatabase(workspace, whole);
  const logged = await look(inspection, whole, when);
  if (logged < before) book.accuse(`${when}: the log ends at ${logged}, and was at ${before} before`);
  const spoilt = join(folder, 'spoilt');
  copyDatabase(workspace, spoilt);
  const how = spoilLog(workspace, spoilt, dice);
  if (how === null) rmSync(spoilt, { recursive: true });
  else {
    book.count(how.startsWith('cut') ? 'logs cut' : 'logs garbled');
    const left = await look(inspection, spoilt, `${when}, the log ${how}`);
    if (left > logged) book.accuse(`${when}: a part of the log holds more than the whole`);
  }
  return logged;
}

/** Opens it as an engine would. Answers the last place in the log of decisions. */
async function look({ book }: Inspection, copy: string, when: string): Promise<number> {
  const opened = await openWorkspace(workspaceFiles(copy), systemPorts({ logFile: null }));
  try {
    const wrong = findAllBreaches(opened.db);
    for (const one of wrong) book.accuse(`${when} (${copy}): ${one}`);
    if (wrong.length === 0) rmSync(copy, { recursive: true, force: true });
    return opened.db.get<{ seq: number }>('SELECT seq FROM log')?.seq ?? 0;
  } finally {
    opened.release();
  }
}
