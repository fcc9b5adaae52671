/**
 * Where frames are gathered until all are there: `<folder>.partial`, which a later attempt goes on with.
 *
 *   manifest.json  what the frames are made from and how: an attempt that would make others begins anew
 *   frames/        frames under their final names: written to the disk before they got them, so each is whole
 *   small/         small pictures of them
 *   run-…/         where one ffmpeg writes; one that outlives a crash of ours loses its folder and ends with its next file
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { writeFileAtomically } from './atomic-file.ts';
import { abandonFolder, beginFolder, commitFolder, partialFolder, removeFolder } from './atomic-folder.ts';
import type { FrameFormat } from './extract-args.ts';
import { frameFileName, frameKind, frameOfFile, rowOfWritten, SMALL_KIND } from './frame-files.ts';
import type { FrameIndex } from './frame-index.ts';
import { isWholePicture } from './whole-picture.ts';

export type ShelfOptions = {
  /** The folder as it will be called. */
  readonly outputDir: string;
  /** Everything that decides what is in the files. */
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly index: FrameIndex;
  /** Places of the wanted frames, growing. */
  readonly frames: readonly number[];
  readonly format: FrameFormat;
};

/** The place that one run of ffmpeg writes to. */
export type Desk = {
  readonly folder: string;
  /**
   * Puts what is finished on the shelf: files that another follows, as ffmpeg writes them one after the other; with `all`
   * also the last. Answers true when nothing was there that does not belong there.
   */
  settle(all: boolean): Promise<boolean>;
  /** ffmpeg met broken pictures: what it writes from now on counts for nothing. */
  distrust(): Promise<void>;
  clear(): Promise<void>;
};

export type Shelf = {
  /** Places of the frames that are there. */
  readonly done: ReadonlySet<number>;
  desk(frames: readonly number[]): Promise<Desk>;
  /** Path of a frame that is there. */
  path(frame: number): string;
  /** Paths of small pictures, with the file name of their frame. */
  small(): Promise<readonly { readonly name: string; readonly path: string }[]>;
  /** Gives the folder its final name. */
  commit(): Promise<void>;
};

const MANIFEST = 'manifest.json';
const DISTRUSTED = 'distrusted';
const RUN = 'run-';
/** Files flushed at once: enough to keep a disk busy while another waits for its journal. */
const FILES_AT_ONCE = 8;

/** Opens the shelf with what an earlier attempt has left, if that was to make the same. */
export async function openShelf(options: ShelfOptions): Promise<Shelf> {
  const { outputDir, index, frames, format } = options;
  const partial = partialFolder(outputDir);
  const [finished, small] = [join(partial, 'frames'), join(partial, 'small')];
  const manifest = JSON.stringify(options.manifest);
  const left = await readFile(join(partial, MANIFEST), 'utf8').catch(() => null);
  const done = new Set<number>();
  if (left === manifest) await takeOver();
  else {
    await beginFolder(partial);
    await Promise.all([mkdir(finished), mkdir(small)]);
    await writeFileAtomically(join(partial, MANIFEST), (passing) => writeFile(passing, manifest));
  }

  /** Keeps what an earlier attempt had finished. */
  async function takeOver(): Promise<void> {
    const wanted = new Set(frames);
    await each(await readdir(finished), async (name) => {
      const frame = frameOfFile(name, format);
      if (frame === null || !wanted.has(frame) || !(await isWholePicture(join(finished, name)))) {
        await rm(join(finished, name), { recursive: true, force: true });
      } else done.add(frame);
    });
    for (const name of await readdir(partial)) {
      if (!name.startsWith(RUN)) continue;
      const folder = join(partial, name);
      const names = await readdir(folder);
      // Counted ones have no name of their own, and the last file may be half of one.
      if (index.source === 'packets' && !names.includes(DISTRUSTED)) {
        await settle(folder, names, frames, false);
      }
      await removeFolder(folder);
    }
  }

  async function settle(folder: string, names: readonly string[], run: readonly number[], all: boolean) {
    const rowOf = rowOfWritten(index, run);
    const rows = new Map<string, Map<number, string>>([
      [frameKind(format), new Map()],
      [SMALL_KIND, new Map()],
    ]);
    let strange = false;
    for (const name of names) {
      const found = rowOf(name);
      const ofKind = found && rows.get(found.kind);
      if (ofKind) ofKind.set(found.row, name);
      else strange = true;
    }
    for (const [kind, written] of rows) {
      const last = all ? Number.POSITIVE_INFINITY : Math.max(...written.keys());
      await each([...written], async ([row, name]) => {
        const frame = run[row];
        const path = join(folder, name);
        if (row >= last || frame === undefined) return;
        if (kind === SMALL_KIND) await rename(path, join(small, `${frameFileName(frame, format)}.webp`));
        else if (await isWholePicture(path)) {
          await flush(path);
          await rename(path, join(finished, frameFileName(frame, format)));
          done.add(frame);
        } else strange = true;
      });
    }
    return !strange;
  }

  return {
    done,
    path: (frame) => join(finished, frameFileName(frame, format)),
    async desk(run) {
      const folder = join(partial, `${RUN}${randomUUID().slice(0, 8)}`);
      await mkdir(folder);
      return {
        folder,
        settle: async (all) => settle(folder, await readdir(folder), run, all),
        distrust: () => writeFile(join(folder, DISTRUSTED), ''),
        clear: () => removeFolder(folder),
      };
    },
    async small() {
      const names = await readdir(small);
      return names.map((name) => ({ name: name.replace(/\.webp$/, ''), path: join(small, name) }));
    },
    async commit() {
      await commitFolder(finished, outputDir);
      await abandonFolder(partial);
    },
  };
}

function each<T>(values: readonly T[], work: (value: T) => Promise<void>): Promise<unknown> {
  return pLimit(FILES_AT_ONCE).map(values, work);
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
