/** A thousand pictures uploaded by eight clients at once, beside the import of the same files by the same engine. */
import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { picturesFolder } from '../ingest/pictures.ts';
import { runChild } from '../runner/child.ts';
import { withFolder } from '../runner/contest.ts';
import { type BenchReport, leastFigure, percentile } from '../support/report.ts';
import { importResultSchema } from './messages.ts';
import { type Served, withServer } from './server.ts';

const FILES = 1000;
const CLIENTS = 8;
const BAR = 0.7;

export async function uploads(report: BenchReport): Promise<void> {
  const pictures = await picturesFolder(report.quick ? 100 : FILES);
  const entries = await readdir(pictures, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const ours: number[] = [];
  const anchor: number[] = [];
  for (let round = 0; round < (report.quick ? 1 : 3); round += 1) {
    ours.push(paths.length / (await withServer(0, (server) => uploadAll(server, paths))));
    anchor.push(await importRate(pictures));
  }
  report.figure(
    leastFigure({
      bench: 'api',
      metric: `${paths.length} pictures uploaded by ${CLIENTS} clients, beside an import of the same files`,
      unit: 'items/s',
      ours: percentile(ours, 0.5),
      anchor: percentile(anchor, 0.5),
      bar: BAR,
      note: 'sizes and hashes of all compared afterwards',
    }),
  );
}

/** Seconds. @throws Error when anything of what was uploaded is not as it was sent. */
async function uploadAll(server: Served, paths: readonly string[]): Promise<number> {
  const left = paths.values();
  const made: { path: string; id: string; size: number }[] = [];
  const start = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (const path of left) made.push({ path, ...(await upload(server, path)) });
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  for (const { path, id, size } of made) {
    const sent = await readFile(path);
    const got = Buffer.from(await (await server.send(`/items/${id}/stream`)).arrayBuffer());
    if (size !== sent.length || hashOf(got) !== hashOf(sent))
      throw new Error(`${path} came as something else.`);
  }
  if (new Set(made.map(({ id }) => id)).size !== paths.length) throw new Error('Items are missing.');
  return seconds;
}

async function upload({ send, datasetId }: Served, path: string): Promise<{ id: string; size: number }> {
  const form = new FormData();
  form.set('type', 'file');
  form.set('path', `/${basename(path)}`);
  form.set('file', await openAsBlob(path), basename(path));
  const answer = await send(`/datasets/${datasetId}/items`, { method: 'POST', body: form });
  const item = (await answer.json()) as {
    id: string;
    metadata: { system: { size: number } };
    message?: string;
  };
  if (!answer.ok) throw new Error(`${path} was refused: ${item.message}`);
  return { id: item.id, size: item.metadata.system.size };
}

async function importRate(pictures: string): Promise<number> {
  return await withFolder(async (folder) => {
    const input = { pictures, folder: join(folder, 'workspace') };
    const { seconds, items } = await runChild('import', input, importResultSchema, import.meta.dirname);
    return items / seconds;
  });
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
