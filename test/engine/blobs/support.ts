/** Files and items for tests of garbage collection, put in directly. */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DatasetId, itemIdSchema } from '#core/model/ids.ts';
import type { EngineContext } from '#engine/context.ts';
import { insertItem } from '#engine/db/queries/items.ts';
import type { WorkspaceFiles } from '#engine/files.ts';

const NEVER = new AbortController().signal;

export type File = { readonly location: string; readonly sha256: string | null };

export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** Stores the text as an import would, after so many turns of the event loop. */
export async function addFile(
  ctx: EngineContext,
  text: string,
  turns = 0,
): Promise<File & { sha256: string }> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  const path = join(ctx.files.root, '..', `${hashOf(text).slice(0, 12)}.png`);
  writeFileSync(path, text);
  const sha256 = hashOf(text);
  const location = await ctx.blobs.copy({ path, sha256, size: Buffer.byteLength(text) }, NEVER);
  if (location === null) throw new Error('the file has just been written');
  return { location, sha256 };
}

export function addItem(
  ctx: EngineContext,
  datasetId: DatasetId,
  file: File & { readonly trashed?: boolean; readonly videoId?: string },
): string {
  return ctx.unit('test', (tx) => {
    const id = itemIdSchema.parse(tx.id());
    const facts = { mimetype: 'image/png', width: 10, height: 10 };
    const timeBase = { num: 1, den: 30 };
    insertItem(tx.db, {
      ...facts,
      id,
      datasetId,
      identity: `test:${id}`,
      kind: 'image',
      name: 'a.png',
      folder: '/',
      size: 1,
      sha256: file.sha256,
      frame: file.videoId
        ? { videoId: itemIdSchema.parse(file.videoId), index: 0, pts: 0, timeBase, seconds: 0 }
        : null,
      sourceItemId: null,
      storage: 'stored',
      location: file.location,
      metadata: { system: facts },
      maker: null,
      createdAt: tx.now,
      updatedAt: tx.now,
    });
    if (file.trashed) tx.db.run('UPDATE item SET trashed = 1 WHERE id = :id', { id });
    return id;
  });
}

/** Makes all that lies in the folders of kept files and frames so many milliseconds older. */
export function ageAll(files: WorkspaceFiles, by: number): void {
  for (const folder of [files.originals, files.derived, files.frames]) {
    if (!existsSync(folder)) continue;
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const name of names) {
      const path = join(folder, name);
      const time = new Date(lstatSync(path).mtimeMs - by);
      utimesSync(path, time, time);
    }
  }
}
