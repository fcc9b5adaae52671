/** Paths in archives are safe, and no two items have one. */
import { expect, test } from 'vitest';
import { jsonPath } from '#core/formats/zip/paths.ts';
import type { JsonNaming } from '#core/model/export-file.ts';
import { fc } from '#test/support/property.ts';

const BACKSLASH = '\\';

function pathsOf(items: readonly (readonly [folder: string, name: string])[], naming: JsonNaming = 'stem') {
  const paths: string[] = [];
  const taken = {
    file: (path: string) => paths.includes(path),
    folder: (folder: string) => paths.some((path) => path.startsWith(`${folder}/`)),
  };
  for (const [folder, name] of items) paths.push(jsonPath({ folder, name }, naming, taken));
  return paths;
}

test.each([
  ['/', 'a.png', 'a.json', 'a.png.json'],
  ['/day 1/x', 'a.b.jpeg', 'day 1/x/a.b.json', 'day 1/x/a.b.jpeg.json'],
  ['/', 'plain', 'plain.json', 'plain.json'],
  ['/', '.hidden', '.hidden.json', '.hidden.json'],
  ['/', '..x.png', '..x.json', '..x.png.json'],
  ['/ü', '雪.png', 'ü/雪.json', 'ü/雪.png.json'],
])('%s %s', (folder, name, stem, whole) => {
  expect(pathsOf([[folder, name]])).toEqual([stem]);
  expect(pathsOf([[folder, name]], 'whole')).toEqual([whole]);
});

test('of several with one name the later ones are told apart', () => {
  const names = ['a.png', 'a.jpg', 'a.jpg.tif', 'a', 'b.png'];
  const paths = pathsOf(names.map((name) => ['/d', name]));
  expect(paths).toEqual(['d/a.json', 'd/a.jpg.json', 'd/a.jpg.tif.json', 'd/a (2).json', 'd/b.json']);
});

test('a file and a folder do not have one name', () => {
  const before = pathsOf([
    ['/', 'a.png'],
    ['/a.json', 'b.png'],
    ['/a.json', 'c.png'],
  ]);
  expect(before).toEqual(['a.json', 'a.json (2)/b.json', 'a.json (2)/c.json']);
  const after = pathsOf([
    ['/a.json', 'b.png'],
    ['/', 'a.png'],
  ]);
  expect(after).toEqual(['a.json/b.json', 'a.png.json']);
});

test.each([
  ['/..', '..', '_/_.json'],
  ['/C:', 'x.png', 'C_/x.json'],
  ['/', 'c:x.png', 'c_x.json'],
  ['/', `..${BACKSLASH}..${BACKSLASH}x.png`, '.._.._x.json'],
  ['//a//', 'b/../c.png', 'a/b_.._c.json'],
])('%s %s leads nowhere else', (folder, name, path) => {
  expect(pathsOf([[folder, name]])).toEqual([path]);
});

test('whatever items are called, their paths are safe and their own', () => {
  const part = fc.oneof(
    fc.constantFrom('a', 'a.png', 'a.json', '..', '.', '', 'C:', 'a.json (2)'),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  const item = fc.tuple(
    fc.array(part, { maxLength: 3 }).map((parts) => `/${parts.join('/')}`),
    part,
  );
  fc.assert(
    fc.property(fc.array(item, { maxLength: 20 }), fc.constantFrom('stem', 'whole'), (items, naming) => {
      const paths = pathsOf(items, naming);
      expect(new Set(paths).size).toBe(items.length);
      const isWrong = (path: string) =>
        /\\|^[A-Za-z]:|\p{Cc}/u.test(path) ||
        path.split('/').some((one) => ['', '.', '..'].includes(one)) ||
        paths.some((other) => other.startsWith(`${path}/`));
      expect(paths.filter(isWrong)).toEqual([]);
    }),
  );
});
