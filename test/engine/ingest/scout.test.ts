import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { openScout, type Scout } from '#engine/ingest/scout.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sluice-scout-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const open: Scout[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((scout) => scout.close()));
});

/** A scout of an empty folder that the system watches by now. Nothing is ever listed. */
async function watching() {
  const root = await temporaryFolder();
  const told: string[] = [];
  await new Promise<void>((ready) => {
    const events = {
      touched: (touches: readonly (readonly [string, unknown])[]) =>
        told.push(...touches.map(([name]) => name)),
      reshaped: () => undefined,
      ready,
      exhausted: () => undefined,
    };
    open.push(openScout({ root, patterns: { include: [], exclude: [] }, own: [], watches: true }, events));
  });
  return { root, told };
}

const numbered = (folder: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${folder}/${at}.png`);

test('what is written to new folders before the system watches them is told without a listing', async () => {
  const { root, told } = await watching();
  const names = Array.from({ length: 8 }, (_, at) => numbered(`new/day ${at}`, 200)).flat();
  for (const name of names) {
    if (name.endsWith('/0.png')) await mkdir(join(root, name, '..'), { recursive: true });
    await writeFile(join(root, name), 'x');
  }
  await vi.waitFor(() => expect(new Set(told)).toEqual(new Set(names)), { timeout: 10_000 });
});

test('a full folder that is moved in is told in parts, so that reading begins before all is looked at', async () => {
  const { root, told } = await watching();
  const elsewhere = await temporaryFolder();
  const names = numbered('full', 1700);
  await mkdir(join(elsewhere, 'full'));
  await Promise.all(names.map((name) => writeFile(join(elsewhere, name), 'x')));
  await rename(join(elsewhere, 'full'), join(root, 'full'));
  await vi.waitFor(() => expect(new Set(told)).toEqual(new Set(names)), { timeout: 10_000 });
});
