/** Archives as another program reads them: names are refused when they are unsafe, sizes and checksums must be right. */
import { once } from 'node:events';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type Options, openPromise, type ZipFile } from 'yauzl';

export type Unzipped = ReadonlyMap<string, Buffer>;

const OPTIONS = { lazyEntries: true, strictFileNames: true, autoClose: false } as const satisfies Options;

/** The files of an archive, in the order of its directory. @throws Error for what does not fit the format. */
export async function unzip(archive: Buffer | string): Promise<Unzipped> {
  const { zip, entries } = await directoryOf(archive);
  const files = new Map<string, Buffer>();
  for (const entry of entries) {
    if (files.has(entry.fileName)) throw new Error(`${entry.fileName} is there twice`);
    if ((entry.generalPurposeBitFlag & 0x800) === 0) throw new Error(`${entry.fileName} is not in UTF-8`);
    files.set(entry.fileName, await contentOf(zip, entry));
  }
  zip.close();
  return files;
}

/** What the directory says; whoever opens it so closes it. */
export async function directoryOf(archive: Buffer | string) {
  const zip = await (typeof archive === 'string'
    ? openPromise(archive, OPTIONS)
    : fromBufferPromise(archive, OPTIONS));
  const entries: Entry[] = [];
  zip.on('entry', (entry: Entry) => {
    entries.push(entry);
    zip.readEntry();
  });
  const ended = once(zip, 'end');
  zip.readEntry();
  await ended;
  return { zip, entries };
}

export async function contentOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const bytes = Buffer.concat(await (await zip.openReadStreamPromise(entry)).toArray());
  if (crc32(bytes) !== entry.crc32) throw new Error(`${entry.fileName}: the checksum is wrong`);
  return bytes;
}
