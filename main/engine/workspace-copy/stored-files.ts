/** The stored files that a database knows, each once, however many items share it. */
import type { Database } from '../db/driver.ts';
import { type ItemFile, listHashedFiles, listUnhashedFiles } from '../db/queries/workspace-check.ts';

const PAGE = 500;

export function* storedFiles(db: Database): Generator<ItemFile> {
  yield* hashedFiles(db);
  yield* unhashedFiles(db);
}

/** Items of one content come one after the other, also over the edge of a page. */
function* hashedFiles(db: Database): Generator<ItemFile> {
  let hash = '';
  const seen = new Set<string>();
  for (let after = { sha256: '', id: '' }; ; ) {
    const page = listHashedFiles(db, after, PAGE);
    const last = page.at(-1);
    if (!last) return;
    for (const item of page) {
      if (item.sha256 !== hash) seen.clear();
      hash = item.sha256;
      if (seen.has(item.location)) continue;
      seen.add(item.location);
      yield item;
    }
    after = last;
  }
}

/** A clone whose source is there is known by that; those of a source that is gone are remembered. */
function* unhashedFiles(db: Database): Generator<ItemFile> {
  for (let after = ''; ; ) {
    const page = listUnhashedFiles(db, after, PAGE);
    const last = page.at(-1);
    if (!last) return;
    for (const item of page) if (item.shared === 0) yield item;
    after = last.id;
  }
}
