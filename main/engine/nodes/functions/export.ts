/**
 * Function `export`: writes each item as the JSON that the reference system's client downloads, into `json`, and if wanted
 * its picture beside it into `items`. Exporting an item again replaces what was written before.
 */
import { constants } from 'node:fs';
import { copyFile, mkdir, open, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import pLimit from 'p-limit';
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import { insideRoot } from '../../files.ts';
import { isInside } from '../../ingest/paths.ts';
import { writeFileAtomically } from '../../media/atomic-file.ts';
import { itemFile } from '../../pictures/item-file.ts';
import { configOf } from '../config.ts';
import type { LongNode } from '../node.ts';
import { storedItemJson } from '../snippets/entities.ts';
import { safeFolders, safeName } from './safe-names.ts';

/** Two items of one name must not find the same name free at the same time. */
const turns = pLimit(1);

export const exportItems: LongNode = {
  lane: 'media',
  job: null,
  async run(run) {
    const { ctx, node } = run;
    const { folder, pictures } = configOf('export', node).customNodeConfig;
    const item = run.item();
    const root = insideRoot(ctx.files.exports, join(...safeFolders(folder)));
    const text = `${JSON.stringify(storedItemJson(ctx.db, item), null, 2)}\n`;
    const written = await turns(async () => {
      const place = await placeOf(root, item);
      for (const path of pictures ? [place.json, place.picture] : [place.json]) {
        await makeInside(ctx.files.exports, dirname(path));
      }
      if (pictures) await copyPicture(await itemFile(ctx, item, run.signal), place.picture, item);
      await writeFileAtomically(place.json, (passing) => writeFile(passing, text));
      return place.json;
    });
    const where = relative(ctx.files.root, written);
    return { kind: 'done', action: null, why: `written to ${where}${pictures ? ', with its picture' : ''}` };
  },
};

type Place = { readonly json: string; readonly picture: string };

/** Of items whose names come to the same, the first one has the plain name, and the others have their id in it. */
async function placeOf(root: string, item: Item): Promise<Place> {
  const folders = safeFolders(item.folder);
  const { stem, extension } = safeName(item.name);
  const called = (name: string): Place => ({
    json: join(root, 'json', ...folders, `${name}.json`),
    picture: join(root, 'items', ...folders, `${name}${extension}`),
  });
  const plain = called(stem);
  const own = called(`${stem}~${item.id}`);
  // It stays where it is, even when the plain name has become free.
  if ((await ownerOf(own.json)) === item.id) return own;
  const owner = await ownerOf(plain.json);
  return owner === null || owner === item.id ? plain : own;
}

/** The id of the item that the file is of; null when there is no file, and empty for one that we have not written. */
async function ownerOf(path: string): Promise<string | null> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new SluiceError('io', `${path} cannot be read: ${error.message}`, { path }, { cause: error });
  });
  if (!handle) return null;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return /^\{\s*"id": "([0-9a-f]{24})"/.exec(buffer.toString('latin1', 0, bytesRead))?.[1] ?? '';
  } finally {
    await handle.close();
  }
}

/** Makes the folder. @throws SluiceError `forbidden` when a link in its path leads elsewhere, `io`. */
async function makeInside(root: string, folder: string): Promise<void> {
  const real = await mkdir(folder, { recursive: true })
    .then(() => Promise.all([realpath(root), realpath(folder)]))
    .catch((cause: Error) => {
      const message = `The folder ${folder} cannot be made: ${cause.message}`;
      throw new SluiceError('io', message, { folder }, { cause });
    });
  if (isInside(...real)) return;
  throw new SluiceError(
    'forbidden',
    `${folder} leads out of ${root} by a link. Remove the link, or export elsewhere.`,
  );
}

async function copyPicture(from: string, to: string, item: Item): Promise<void> {
  await writeFileAtomically(to, async (passing) => {
    await copyFile(from, passing, constants.COPYFILE_FICLONE).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') throw cause;
      const message = `The file of "${item.name}" is not at ${from} any more. Put it back there.`;
      throw new SluiceError('not-found', message, { path: from }, { cause });
    });
  });
}
