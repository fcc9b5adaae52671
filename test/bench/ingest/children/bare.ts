/**
 * The least that taking in pictures can be, in one thread: list, look at each file, read it, hash it, read the header and
 * write one row for the item and one for the file, a thousand files in a transaction, with the engine's own tables,
 * indexes and pragmas. It asks nothing of the database, waits for no file to be whole, and logs nothing. Rows that are
 * there before are as many as the engine has: a row costs more where the indexes are large.
 */
import { hash } from 'node:crypto';
import { closeSync, lstatSync, mkdirSync, openSync, readdirSync, readSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { type Database, openDatabase } from '#engine/db/driver.ts';
import { migrate } from '#engine/db/migrate.ts';
import { readPictureHeader } from '#engine/media/picture-header.ts';
import { childInput, childResult } from '../../runner/child.ts';
import { bareInputSchema } from '../messages.ts';

const BATCH = 1000;
const ITEM = `INSERT INTO item (id, dataset_id, identity, kind, name, folder, mimetype, size, width, height, sha256,
  storage, location, metadata, created_at, updated_at) VALUES (?, 'd', ?, 'image', ?, ?, ?, ?, ?, ?, ?, 'linked', ?, ?, ?, ?)`;
const FILE = "INSERT INTO ingest_file VALUES ('f', ?, ?, ?, 'imported', ?, NULL, ?)";

const { pictures, known, folder } = childInput(bareInputSchema);
mkdirSync(folder, { recursive: true });
const db = openDatabase(join(folder, 'bare.db'));
migrate(db);
db.script(`INSERT INTO project (id, name, created_at) VALUES ('p', 'bench', 0);
  INSERT INTO dataset (id, project_id, name, created_at) VALUES ('d', 'p', 'inbox', 0);
  INSERT INTO watched_folder (id, dataset_id, path, mode, include, exclude, created_at)
    VALUES ('f', 'd', '/', 'link', '[]', '[]', 0)`);
const buffer = Buffer.alloc(1 << 20);
const before = known === null ? 0 : takeIn(db, known, 0);
const start = performance.now();
const files = takeIn(db, pictures, before);
childResult({ seconds: (performance.now() - start) / 1000, files });
db.close();

/** Answers how many. `first`: the number of the first one. */
function takeIn(into: Database, root: string, first: number): number {
  const paths: string[] = [];
  const folders = [root];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      (entry.isDirectory() ? folders : paths).push(join(next, entry.name));
    }
  }
  for (let from = 0; from < paths.length; from += BATCH) {
    into.write((tx) => {
      for (const [at, path] of paths.slice(from, from + BATCH).entries()) {
        const { size, mtimeMs, ctimeMs } = lstatSync(path);
        const bytes = read(path);
        const sha256 = hash('sha256', bytes, 'hex');
        const header = readPictureHeader(bytes);
        if (!header) throw new Error(`${path} is no picture`);
        const { width, height, mimetype } = header;
        const id = String(first + from + at).padStart(26, '0');
        const name = basename(path);
        const metadata = JSON.stringify({
          system: { originalname: name, size, encoding: '7bit', isBinary: true, width, height, mimetype },
        });
        const now = Date.now();
        const place = relative(root, path);
        const inFolder = `/${place.slice(0, -name.length - 1)}`;
        tx.run(ITEM, [
          id,
          `sha256:${sha256}`,
          name,
          inFolder,
          mimetype,
          size,
          width,
          height,
          sha256,
          path,
          metadata,
          now,
          now,
        ]);
        tx.run(FILE, [place, size, Math.max(mtimeMs, ctimeMs), id, now]);
      }
    });
  }
  return paths.length;
}

function read(path: string): Buffer {
  const file = openSync(path, 'r');
  const size = readSync(file, buffer, 0, buffer.length, 0);
  closeSync(file);
  return buffer.subarray(0, size);
}
