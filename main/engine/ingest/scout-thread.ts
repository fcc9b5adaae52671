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

/**
 * Folders that have just come, each with the names in it that were told. A folder that came may be full already, and what
 * is written to it until the system watches it comes without an event. Waiting for the listing of the whole that is asked
 * for besides, which also knows about links, would take longer than reading ten thousand files.
 */
const young = new Map<string, { readonly told: Set<string>; age: number }>();
/** So old it is surely watched. In units of `LOOK_AGAIN_MS`; it is looked into at 1, 2, 4 and so on. */
const GROWN = 16;
const LOOK_AGAIN_MS = 100;

function appeared(path: string): void {
  tell({ kind: 'reshaped' });
  try {
    const name = nameIn(root, path);
    if (name === null || young.has(name)) return;
    if (realpathSync.native(path) !== join(realpathSync.native(root), name)) return;
    lookAt(adopt(name));
  } catch {
    // It has gone already.
  }
}

/** The files of a new folder and of those in it. */
function adopt(folder: string): string[] {
  if (!wanted.folder(folder) || isOurs(own, pathIn(root, folder))) return [];
  if (young.size === 0) setTimeout(growOlder, LOOK_AGAIN_MS);
  const told = new Set<string>();
  young.set(folder, { told, age: 0 });
  return untold(folder, told);
}

/** What has not been told of a new folder. */
function untold(folder: string, told: Set<string>): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(pathIn(root, folder), { withFileTypes: true })) {
    const name = `${folder}/${entry.name}`;
    if (told.has(name)) continue;
    told.add(name);
    // One by one: there may be more than a call can have arguments.
    if (entry.isDirectory()) for (const below of young.has(name) ? [] : adopt(name)) found.push(below);
    else if (entry.isFile() && wanted.file(name)) found.push(name);
  }
  return found;
}

function growOlder(): void {
  for (const [folder, state] of young) {
    state.age += 1;
    if (state.age >= GROWN) young.delete(folder);
    if (!Number.isInteger(Math.log2(state.age))) continue;
    try {
      lookAt(untold(folder, state.told));
    } catch {
      young.delete(folder);
    }
  }
  if (young.size > 0) setTimeout(growOlder, LOOK_AGAIN_MS);
}

function lookAround(): void {
  gathering = false;
  const names = [...touched];
  touched.clear();
  lookAt(names);
}

/** Names in one message: the first are read while the next are looked at. */
const TOLD_AT_ONCE = 500;

function lookAt(names: readonly string[]): void {
  let touches: Touch[] = [];
  let reshaped = false;
  for (const name of names) {
    const sight = lookSync(pathIn(root, name));
    // What is no file, or was not called like one, may be or have been a folder full of files.
    if (sight.kind === 'other') appeared(pathIn(root, name));
    if (sight.kind === 'gone' && kindByExtension(name).kind === 'unknown') reshaped ||= wanted.folder(name);
    if (sight.kind !== 'other' && wanted.file(name)) touches.push([name, sight]);
    if (touches.length < TOLD_AT_ONCE) continue;
    tell({ kind: 'touched', touches });
    touches = [];
  }
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
