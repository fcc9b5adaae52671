/** Archives that are put together from the records are read by another program. */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { centralHeader, endRecords, localHeader, type ZipEntry } from '#core/formats/zip/records.ts';
import { fc } from '#test/support/property.ts';
import { contentOf, directoryOf, unzip } from '#test/support/unzip.ts';

type File = { readonly name: string; readonly text: string };

const AT = Date.UTC(2026, 1, 28, 23, 59, 58);

function packed({ name, text }: File, offset: number) {
  const bytes = Buffer.from(text);
  const body = deflateRawSync(bytes);
  const sizes = { size: bytes.length, packedSize: body.length };
  const entry: ZipEntry = { name, crc32: crc32(bytes), ...sizes, offset, at: AT };
  return { entry, bytes: Buffer.concat([localHeader(entry, Buffer.from(name)), body]) };
}

const linesOf = (entries: readonly ZipEntry[]) =>
  Buffer.concat(entries.map((entry) => centralHeader(entry, Buffer.from(entry.name))));

function archiveOf(files: readonly File[]): Buffer {
  const pieces: Buffer[] = [];
  const entries: ZipEntry[] = [];
  let offset = 0;
  for (const file of files) {
    const { entry, bytes } = packed(file, offset);
    entries.push(entry);
    pieces.push(bytes);
    offset += bytes.length;
  }
  const directory = linesOf(entries);
  const end = endRecords({ count: entries.length, size: directory.length, offset });
  return Buffer.concat([...pieces, directory, end]);
}

const textsOf = (files: ReadonlyMap<string, Buffer>) => [...files].map(([name, bytes]) => [name, `${bytes}`]);

const name = fc
  .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.map((part) => `n${part.replaceAll(/[\\/\0]/g, '-')}`).join('/'));

test('whatever the names and texts are, they come out again', async () => {
  const files = fc.uniqueArray(fc.record({ name, text: fc.string({ unit: 'grapheme', maxLength: 500 }) }), {
    selector: (file) => file.name,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(files, async (given) => {
      expect(textsOf(await unzip(archiveOf(given)))).toEqual(given.map((one) => [one.name, one.text]));
    }),
    { numRuns: 60 },
  );
});

test('the headers before the files say the same as the directory: the start of an archive can be read alone', () => {
  const files = [
    { name: 'a/ä.json', text: '{"a":1}' },
    { name: 'b.json', text: 'b'.repeat(5000) },
  ];
  let rest = archiveOf(files);
  for (const file of files) {
    expect(rest.readUInt32LE(0)).toBe(0x04034b50);
    const [flags, method] = [rest.readUInt16LE(6), rest.readUInt16LE(8)];
    expect([flags, method, rest.readUInt16LE(28)]).toEqual([0x800, 8, 0]);
    const [sum, packedSize, size, length] = [
      rest.readUInt32LE(14),
      rest.readUInt32LE(18),
      rest.readUInt32LE(22),
      rest.readUInt16LE(26),
    ];
    expect(rest.subarray(30, 30 + length).toString()).toBe(file.name);
    const body = inflateRawSync(rest.subarray(30 + length, 30 + length + packedSize));
    expect([body.toString(), body.length, crc32(body)]).toEqual([file.text, size, sum]);
    rest = rest.subarray(30 + length + packedSize);
  }
  expect(rest.readUInt32LE(0)).toBe(0x02014b50);
});

test('a file has its time and may be read by all; without files there is an archive, too', async () => {
  const { entries } = await directoryOf(archiveOf([{ name: 'a', text: '' }]));
  const times = entries.map((entry) => entry.getLastModDate({ timezone: 'UTC' }).getTime());
  expect(times).toEqual([AT]);
  expect(entries.map((entry) => entry.externalFileAttributes >>> 16)).toEqual([0o100644]);
  expect(await unzip(archiveOf([]))).toEqual(new Map());
});

test.each([
  [65_534, 22],
  [65_535, 98],
])('%i files: the records at the end take %i bytes', async (count, bytes) => {
  const { entry, bytes: first } = packed({ name: '0', text: 'x' }, 0);
  // Many names of one content: the number of lines is what this is about.
  const entries = Array.from({ length: count }, (_, at) => ({ ...entry, name: `${at}`.padStart(5, '0') }));
  const directory = linesOf(entries);
  const end = endRecords({ count, size: directory.length, offset: first.length });
  expect(end).toHaveLength(bytes);
  const found = (await directoryOf(Buffer.concat([first, directory, end]))).entries;
  expect(found).toHaveLength(count);
  expect(found.findIndex(({ fileName }, at) => Number(fileName) !== at)).toBe(-1);
});

test('files beyond 4 GiB are found', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-zip-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'big.zip');
  // A hole in the middle: nothing is on disk of it.
  const far = 2 ** 32 + 5;
  const [one, two] = [packed({ name: 'one', text: '1' }, 0), packed({ name: 'two', text: '2' }, far)];
  const offset = far + two.bytes.length;
  const directory = linesOf([one.entry, two.entry]);
  const end = endRecords({ count: 2, size: directory.length, offset });
  const file = openSync(path, 'w');
  writeSync(file, one.bytes, 0, one.bytes.length, 0);
  writeSync(file, Buffer.concat([two.bytes, directory, end]), 0, null, far);
  closeSync(file);
  const { zip, entries } = await directoryOf(path);
  const texts = [];
  for (const entry of entries) texts.push(`${await contentOf(zip, entry)}`);
  zip.close();
  expect(texts).toEqual(['1', '2']);
});

test('a number that its field does not hold is refused, and years outside of the format are moved to its edge', () => {
  const { entry } = packed({ name: 'a', text: 'x' }, 0);
  const bytes = Buffer.from('a');
  expect(() => localHeader({ ...entry, size: 2 ** 32 }, bytes)).toThrow(RangeError);
  expect(() => localHeader(entry, Buffer.alloc(65_536))).toThrow(RangeError);
  const yearOf = (at: number) =>
    1980 + (Buffer.from(localHeader({ ...entry, at }, bytes)).readUInt16LE(12) >> 9);
  expect([0, AT, Date.UTC(2200, 0)].map(yearOf)).toEqual([1980, 2026, 2107]);
});
