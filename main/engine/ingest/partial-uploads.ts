/** Large files that come from workstations in pieces: what has come stays, and what is missing is sent when there is a way again. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import type { EngineContext } from '../context.ts';
import { findItemAt } from '../db/queries/items.ts';
import { hashFile } from '../media/hash.ts';
import type { Uploads, UploadWish } from './uploads.ts';

/** Milliseconds after which what nobody goes on with is thrown away: two weeks. */
const FORGOTTEN_AFTER = 14 * 24 * 3600 * 1000;

export type PartialWish = Omit<UploadWish, 'path' | 'mode'> & {
  /** Of the whole file, in hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
};

export type PartialUploads = {
  /**
   * Makes the item once all bytes are here; until then says how many are. An item of the same file in its place is taken for it.
   * @throws SluiceError `conflict` when another file is in its place; `media-unreadable` when the bytes are not those of the
   * hash, which are then thrown away; and as `Uploads.take`
   */
  finish(wish: PartialWish): Promise<{ item: Item | null; received: number }>;
  /** Adds the passing file, which is gone afterwards. @throws SluiceError `conflict` with what is here, `disk-full`, `io` */
  append(part: { readonly sha256: string; readonly offset: number; readonly path: string }): Promise<number>;
};

export function createPartialUploads(
  ctx: Pick<EngineContext, 'db' | 'files' | 'closing' | 'ports'>,
  uploads: Omit<Uploads, 'busy'>,
): PartialUploads {
  const working = new Map<string, Promise<unknown>>();
  const pathOf = (sha256: string) => join(ctx.files.uploads, `${sha256}.part`);

  /** Pieces of one file go one after the other, whoever sends them. */
  async function alone<T>(sha256: string, work: () => Promise<T>): Promise<T> {
    const before = working.get(sha256) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(work);
    working.set(sha256, mine);
    try {
      return await mine;
    } finally {
      if (working.get(sha256) === mine) working.delete(sha256);
    }
  }

  async function finish({ sha256, size, ...wish }: PartialWish) {
    const there = findItemAt(ctx.db, wish);
    if (there && there.sha256 === sha256) return { item: there, received: size };
    if (there) {
      throw new SluiceError('conflict', `Another file is at ${wish.folder} as "${wish.name}" already.`);
    }
    const path = pathOf(sha256);
    const received = await sizeOf(path);
    if (received < size) return { item: null, received };
    const read = await hashFile(path, ctx.closing);
    if (read.sha256 !== sha256) {
      await rm(path, { force: true });
      throw new SluiceError(
        'media-unreadable',
        `What came of "${wish.name}" is not what was sent. Send it again.`,
      );
    }
    const place =
      (await uploads.place(wish.datasetId)) + (/^\.[a-z0-9]{1,8}$/i.exec(extname(wish.name))?.[0] ?? '');
    await rename(path, place);
    const { item } = await uploads.take({ ...wish, path: place, mode: 'skip' });
    return { item, received: size };
  }

  async function append({ sha256, offset, path }: { sha256: string; offset: number; path: string }) {
    const whole = pathOf(sha256);
    await mkdir(ctx.files.uploads, { recursive: true });
    if (offset === 0) await forgetOld();
    const received = await sizeOf(whole);
    if (received !== offset) {
      throw new SluiceError('conflict', `${received} bytes are here, not ${offset}.`, { received });
    }
    await pipeline(createReadStream(path), createWriteStream(whole, { flags: 'a', mode: 0o600 }));
    return await sizeOf(whole);
  }

  async function forgetOld(): Promise<void> {
    for (const name of await readdir(ctx.files.uploads)) {
      const path = join(ctx.files.uploads, name);
      const known = await stat(path).catch(() => null);
      const isOld = known !== null && ctx.ports.clock.now() - known.mtimeMs > FORGOTTEN_AFTER;
      if (isOld) await rm(path, { force: true });
    }
  }

  return {
    finish: (wish) => alone(wish.sha256, () => finish(wish)),
    async append(part) {
      try {
        return await alone(part.sha256, () => append(part));
      } finally {
        await rm(part.path, { force: true });
      }
    },
  };
}

const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );
