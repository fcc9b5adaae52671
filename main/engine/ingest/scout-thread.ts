/** A thread that lists one folder when asked to, and tells what happens in it. */
import { readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { kindByExtension } from '../media/kind.ts';
import { lookSync } from './inspect.ts';
import { isOurs, nameIn, pathIn } from './paths.ts';
import { leadsBack, scanFolder } from './scan.ts';
import type { FromScout, ScoutTask, ToScout, Touch } from './scout.ts';
import { openTreeWatch } from './tree-watch.ts';
import { createWanted } from './wanted.ts';

const { root, patterns, own, watches } = workerData as ScoutTask;
const wanted = createWanted(patterns);

/** Parts of a listing that the engine has not taken yet: while it is busy we go no further. */
const AHEAD = 4;
/** Milliseconds in which what happens to files is gathered: a file that grows is looked at once in them. */
const GATHER_MS = 15;

let listing = 0;
let untaken = 0;
let resume: (() => void) | null = null;

parentPort?.on('message', (message: ToScout) => {
  switch (message.kind) {
    case 'scan':
      return void scan(message.id);
    case 'taken':
      untaken -= 1;
      return resume?.();
    case 'stop':
      listing = 0;
      return resume?.();
  }
});

/** One at a time; between two parts whatever else there is to do has its turn. */
async function scan(id: number): Promise<void> {
  listing = id;
  untaken = 0;
  const chunks = scanFolder(root, { wanted, own });
  let busyMs = 0;
  try {
    for (;;) {
      const from = performance.now();
      const next = chunks.next();
      busyMs += performance.now() - from;
      if (next.done) break;
      untaken += 1;
      tell({ kind: 'chunk', id, chunk: next.value });
      do {
        await new Promise<void>((resolve) => {
          resume = resolve;
          if (untaken < AHEAD) setImmediate(resolve);
        });
      } while (untaken >= AHEAD && listing === id);
      if (listing !== id) return;
    }
    tell({ kind: 'scanned', id, busyMs, error: null });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    tell({ kind: 'scanned', id, busyMs, error: { code: code ?? '', message } });
  }
}

/** Names that something happened to since they were last looked at. */
const touched = new Set<string>();
let gathering = false;

function touch(path: string): void {
  const name = nameIn(root, path);
  if (name === null) {
    tell({ kind: 'reshaped' });
    return;
  }
  touched.add(name);
  if (gathering) return;
  gathering = true;
  setTimeout(lookAround, GATHER_MS);
}

/** Folders that have just been looked into: of each we are told several times. */
const lookedInto = new Set<string>();
const TOLD_AGAIN_MS = 1000;

/**
 * A folder that came may have been full before anybody watched it: its files are looked at now, as waiting for the watch
 * of ten thousand would take longer than reading them. The listing of the whole that is asked for besides comes a while
 * later, and knows about links.
 */
function appeared(path: string): void {
  tell({ kind: 'reshaped' });
  try {
    const name = nameIn(root, path);
    if (name === null || lookedInto.has(name)) return;
    if (lookedInto.size === 0) setTimeout(() => lookedInto.clear(), TOLD_AGAIN_MS);
    if (realpathSync.native(path) !== join(realpathSync.native(root), name)) return;
    for (const found of filesBelow(name)) touch(pathIn(root, found));
  } catch {
    // It has gone already.
  }
}

function* filesBelow(folder: string): Generator<string, void, void> {
  if (!wanted.folder(folder) || isOurs(own, pathIn(root, folder))) return;
  lookedInto.add(folder);
  for (const entry of readdirSync(pathIn(root, folder), { withFileTypes: true })) {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(name);
    else if (entry.isFile() && wanted.file(name)) yield name;
  }
}

function lookAround(): void {
  gathering = false;
  const touches: Touch[] = [];
  let reshaped = false;
  // What is looked into on the way is added, and comes in its turn.
  for (const name of touched) {
    const sight = lookSync(pathIn(root, name));
    // What is no file, or was not called like one, may be or have been a folder full of files.
    if (sight.kind === 'other') appeared(pathIn(root, name));
    if (sight.kind === 'gone' && kindByExtension(name).kind === 'unknown') reshaped ||= wanted.folder(name);
    if (sight.kind !== 'other' && wanted.file(name)) touches.push([name, sight]);
  }
  touched.clear();
  if (touches.length > 0) tell({ kind: 'touched', touches });
  if (reshaped) tell({ kind: 'reshaped' });
}

function tell(message: FromScout): void {
  parentPort?.postMessage(message);
}

if (watches) {
  openTreeWatch({
    root,
    skip(path, link) {
      const name = nameIn(root, path);
      if (name === null) return false;
      // The watcher itself knows the links that lead to a folder it has come through, but not those to one above.
      return !wanted.folder(name) || isOurs(own, path) || (link && leadsBack(root, name));
    },
    events: {
      touched: touch,
      appeared,
      reshaped: () => tell({ kind: 'reshaped' }),
      ready: () => tell({ kind: 'ready' }),
      exhausted: (note) => tell({ kind: 'exhausted', note }),
    },
  });
}
