import { expect, test } from 'vitest';
import { causeOf } from '#core/pipeline/causes.ts';

test.each([
  ['"a.png" cannot be decoded (byte 120).', '"b 2.png" cannot be decoded (byte 7).'],
  ['Cannot read /home/one/a.png: no such file', 'Cannot read /data/b.png: no such file'],
  ['Cannot read C:\\data\\a.png', 'Cannot read D:\\b.png'],
  ['Item 65a1b2c3d4e5f60718293a4b is gone', 'Item 65a1b2c3d4e5f60718293a4c is gone'],
  ['TypeError: x is undefined\n    at run (line 3)', 'TypeError: x is undefined\n    at run (line 9)'],
  ['took 1,204.5 ms', 'took 3 ms'],
])('%s and %s have one cause', (one, other) => {
  expect(causeOf(one)).toBe(causeOf(other));
});

test('other words are another cause', () => {
  expect(causeOf('"a.png" cannot be decoded')).not.toBe(causeOf('"a.png" cannot be found'));
  expect(causeOf('')).toBe('');
  expect(causeOf('x'.repeat(5000))).toHaveLength(300);
});
