import { expect, it } from 'vitest';
import { fromBase64, toBase64 } from '#core/bytes/base64.ts';
import { fc } from '#test/support/property.ts';

it('writes and reads base64 like everybody else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = toBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromBase64(text)).toEqual(bytes);
      expect(fromBase64(`data:${text}`, 5)).toEqual(bytes);
    }),
  );
});

it('writes more than one call takes arguments', () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at % 251);
  expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
});

it('refuses what is not base64', () => {
  for (const text of ['A', 'AA*A', 'é===', 'AAAAA']) expect(fromBase64(text)).toBeNull();
});
