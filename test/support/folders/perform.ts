/** Does to real files what an operation says. What cannot be done (nothing is there, a folder into itself) is not done. */
import {
  appendFile,
  copyFile,
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Contents, TAIL, WORDS } from './contents.ts';
import type { Operation } from './operations.ts';

export type FileOperation = Exclude<
  Operation,
  {
    what:
      | 'watch'
      | 'unwatch'
      | 'pause'
      | 'go on'
      | 'choose'
      | 'label'
      | 'kill'
      | 'restart'
      | 'deafen'
      | 'wait'
      | 'compare';
  }
>;

/** So long a slow copy stands still in its middle, in milliseconds. */
const HALFWAY_MS = 30;

/** Where a disk is while it is pulled out. */
export const awayFrom = (disk: string): string => `${disk}.away`;

/** @param base the folder that all names are relative to */
export async function perform(base: string, contents: Contents, op: FileOperation): Promise<void> {
  await tryTo(change(base, contents, op));
}

async function tryTo(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    // Everything else that goes wrong has a code of the file system.
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

async function put(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

async function change(base: string, contents: Contents, op: FileOperation): Promise<unknown> {
  const at = (name: string) => join(base, name);
  switch (op.what) {
    case 'put':
      return await put(at(op.at), contents.whole(op.nth));
    case 'put slowly':
      await put(at(op.at), contents.half(op.nth));
      await delay(HALFWAY_MS);
      return await writeFile(at(op.at), contents.whole(op.nth));
    case 'put half':
      return await put(at(op.at), contents.half(op.nth));
    case 'put nothing':
      return await put(at(op.at), Buffer.alloc(0));
    case 'put words':
      return await put(at(op.at), WORDS);
    case 'append':
      // To a whole picture alone: what half a picture and something else make is anybody's guess.
      if (contents.isWhole(await readFile(at(op.at)))) await appendFile(at(op.at), TAIL);
      return;
    case 'touch':
      return await utimes(at(op.at), 5, 5);
    case 'move':
    case 'move folder':
      await mkdir(dirname(at(op.to)), { recursive: true });
      return await rename(at(op.from), at(op.to));
    case 'copy':
      await mkdir(dirname(at(op.to)), { recursive: true });
      return await copyFile(at(op.from), at(op.to));
    case 'link hard':
      return await link(at(op.from), at(op.to));
    case 'link':
      return await symlink(at(op.from), at(op.to));
    case 'link folder':
      return await symlink(at(op.from), at(op.to));
    case 'delete link':
      return await rm(at(op.at));
    case 'swap':
      return await swap(at(op.from), at(op.to));
    case 'delete':
      return await rm(at(op.at));
    case 'delete folder':
      return await rm(at(op.at), { recursive: true });
    case 'burst':
      for (let one = 0; one < op.count; one += 1) {
        await put(at(`${op.at}/burst ${one}.png`), contents.whole(one));
      }
      return;
    case 'take away':
      return await rename(at(op.at), at(awayFrom(op.at)));
    case 'empty':
      await rename(at(op.at), at(awayFrom(op.at)));
      return await mkdir(at(op.at));
    case 'bring back':
      return await bringBack(at(op.at));
    default:
      throw new Error(`Nobody does this: ${JSON.stringify(op satisfies never)}`);
  }
}

async function swap(one: string, other: string): Promise<void> {
  const aside = join(dirname(one), '.aside');
  await rename(one, aside);
  try {
    await rename(other, one);
  } catch (error) {
    await rename(aside, one);
    throw error;
  }
  await rename(aside, other);
}

/** The disk is where it was; what had been put in its place is gone. */
async function bringBack(disk: string): Promise<void> {
  await readdir(awayFrom(disk));
  await rm(disk, { recursive: true, force: true });
  await rename(awayFrom(disk), disk);
}
