/** A whole engine that watches a folder of pictures; what it takes, in time and memory, until all are items. */
import { execFileSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '#engine/db/driver.ts';
import { workspaceFiles } from '#engine/files.ts';
import { childInput, childResult } from '../../runner/child.ts';
import { openEngine } from '../../runner/workspace.ts';
import { engineInputSchema } from '../messages.ts';

/** Milliseconds between two looks. */
const LOOK = 10;
/** Milliseconds that the watch has to come to rest. */
const REST = 2000;

const { pictures, folder, later } = childInput(engineInputSchema);
const engine = await openEngine(folder);
const project = await engine.call('projects.create', { name: 'bench' });
const dataset = await engine.call('datasets.create', {
  projectId: project.id,
  name: 'inbox',
  recipeId: null,
});
const look = openDatabase(workspaceFiles(folder).database);
const expected = Number(execFileSync('sh', ['-c', 'find "$0" -type f | wc -l', pictures]));
const turns = monitorEventLoopDelay({ resolution: 1 });
turns.enable();

const scanFrom = performance.now();
const watched = await engine.call('watchedFolders.add', {
  datasetId: dataset.id,
  path: pictures,
  mode: 'link',
  include: [],
  exclude: [],
});
const scanSeconds = await secondsUntil(expected, scanFrom);
await atRest();
if (later !== null) turns.reset();
const moved = later === null ? null : await moveIn(later);
const written = later === null ? null : await writeIn(later);
turns.disable();
childResult({
  scanSeconds,
  files: expected,
  movedSeconds: moved,
  writtenSeconds: written?.seconds ?? null,
  writingSeconds: written?.writing ?? null,
  longestTurn: turns.max / 1e6,
  usualTurn: turns.percentile(99) / 1e6,
  megabytes: process.resourceUsage().maxRSS / 1024,
});
look.close();
await engine.close();

/** The engine's own thread is the one that waits here, which costs it a thousandth. */
async function secondsUntil(count: number, from: number): Promise<number> {
  for (;;) {
    const row = look.get<{ count: number }>('SELECT item_count AS count FROM dataset WHERE id = ?', [
      dataset.id,
    ]);
    if (row && row.count >= count) return (performance.now() - from) / 1000;
    await delay(LOOK);
  }
}

async function atRest(): Promise<void> {
  for (;;) {
    const [state] = await engine.call('watchedFolders.list', { projectId: project.id });
    if (state?.id === watched.id && state.state === 'watching' && state.waiting === 0) break;
    await delay(LOOK);
  }
  await delay(REST);
}

async function moveIn(more: string): Promise<number> {
  const place = join(pictures, 'moved');
  const count = Number(execFileSync('sh', ['-c', 'find "$0" -type f | wc -l', more]));
  renameSync(more, place);
  try {
    return await secondsUntil(expected + count, performance.now());
  } finally {
    renameSync(place, more);
    await atRest();
  }
}

/** The same pictures with other bytes: what was moved in before is known by its content. */
async function writeIn(more: string): Promise<{ seconds: number; writing: number }> {
  const place = join(pictures, 'written');
  const script = `const fs = require('fs'), path = require('path');
    const [from, to] = process.argv.slice(1);
    for (const name of fs.readdirSync(from, { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue;
      const place = path.join(to, path.basename(name.parentPath));
      fs.mkdirSync(place, { recursive: true });
      fs.writeFileSync(path.join(place, name.name), Buffer.concat([fs.readFileSync(path.join(name.parentPath, name.name)), Buffer.from('x')]));
    }`;
  const before = look.get<{ count: number }>('SELECT item_count AS count FROM dataset WHERE id = ?', [
    dataset.id,
  ]);
  const count = Number(execFileSync('sh', ['-c', 'find "$0" -type f | wc -l', more]));
  const from = performance.now();
  const { spawn } = await import('node:child_process');
  try {
    await new Promise((resolve) => spawn(process.execPath, ['-e', script, more, place]).on('exit', resolve));
    const end = performance.now();
    const seconds = await secondsUntil((before?.count ?? 0) + count, end);
    return { seconds, writing: (end - from) / 1000 };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
