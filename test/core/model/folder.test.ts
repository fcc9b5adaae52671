/** Paths of folders: apart, together again, and what lies within what. */
import { expect, test } from 'vitest';
import { isWithin, lineOf, partsOfPath, pathIn, ROOT } from '#core/model/folder.ts';
import { fc } from '#test/support/property.ts';

const names = fc.constantFrom('a', 'ab', 'a b', 'a-', 'é', '.x');
const paths = fc.array(names, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`);

test.each([
  ['/', '/', '/', ['/']],
  ['/a', '/', 'a', ['/', '/a']],
  ['/a/b c', '/a', 'b c', ['/', '/a', '/a/b c']],
])('%s', (path, dir, name, line) => {
  expect(partsOfPath(path)).toEqual({ dir, name });
  expect(lineOf(path)).toEqual(line);
});

test('a path is that of its folder and its name, and within all of its line', () => {
  fc.assert(
    fc.property(paths, (path) => {
      const { dir, name } = partsOfPath(path);
      if (path !== ROOT) expect(pathIn(dir, name)).toBe(path);
      for (const one of lineOf(path)) expect(isWithin(path, one)).toBe(true);
    }),
  );
});

test('what only begins alike is not within', () => {
  fc.assert(
    fc.property(paths, paths, (path, folder) => {
      expect(isWithin(path, folder)).toBe(lineOf(path).includes(folder));
    }),
  );
});
