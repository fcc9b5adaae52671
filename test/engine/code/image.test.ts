/** Going back to an earlier state of a memory, alone and with everything that snippets do in it. */
import { expect, it } from 'vitest';
import type { SnippetOutcome } from '#engine/code/snippet.ts';
import { restoreImage, takeImage } from '#engine/code/worker/image.ts';
import { makeSandbox, requestOf } from './support.ts';

const MB = 2 ** 20;

it('brings back what was there, and leaves long empty stretches alone', () => {
  const memory = new ArrayBuffer(8 * MB);
  const bytes = new Uint8Array(memory);
  bytes.fill(1, 1_000, 100_000);
  bytes.fill(2, 3 * MB, 3 * MB + 10);
  // Empty, but between two pieces that are near to each other.
  bytes.fill(3, 3 * MB + 500_000, 3 * MB + 500_010);
  bytes[8 * MB - 1] = 4;
  const before = bytes.slice();
  const image = takeImage(memory);
  expect(image.pieces).toHaveLength(3);
  expect(image.pieces.reduce((sum, piece) => sum + piece.bytes.length, 0)).toBeLessThan(MB);
  bytes.fill(9, 0, 200_000);
  bytes.fill(9, 3 * MB, 3 * MB + 600_000);
  bytes.fill(9, 8 * MB - 5);
  restoreImage(memory, image);
  expect(Buffer.compare(bytes.subarray(0, 114_688), before.subarray(0, 114_688))).toBe(0);
  expect(
    Buffer.compare(bytes.subarray(3 * MB, 3 * MB + 507_904), before.subarray(3 * MB, 3 * MB + 507_904)),
  ).toBe(0);
  expect(bytes.at(-1)).toBe(4);
  expect(bytes.at(-2)).toBe(0);
});

it('of nothing is nothing', () => {
  expect(takeImage(new ArrayBuffer(MB)).pieces).toEqual([]);
});

/** Does one of many things, by the item's number. */
const mixture = (entries: number, async: boolean) => `
const table = new Map(Array.from({ length: ${entries} }, (_, n) => ['k' + n, { n, text: 'x'.repeat(n % 50) }]));
let calls = 0;
class Odd extends Error { constructor(message) { super(message); this.name = 'Odd'; } }
export default ${async ? 'async ' : ''}function ({ n, kind }, context) {
  if (++calls !== 1) throw new Error('called before');
  console.log('item', n);
  switch (kind) {
    case 0: throw new Odd('odd ' + n);
    case 1: return Array.from({ length: 5000 }, (_, i) => ({ i, text: 'abc' + i })).length + n;
    case 2: return Promise.all([1, 2, 3].map(async (x) => { await null; return x * n })).then((all) => all.reduce((a, b) => a + b));
    case 3: { const down = (i) => i === 0 ? 0 : 1 + down(i - 1); return down(1500) + n; }
    case 4: context.action('a' + n); return table.size + n;
    case 5: { const down = (i) => down(i + 1) + 1; return down(0); }
    case 6: globalThis.left = new Array(1000).fill(n); Object.prototype.left = n; return n;
    default: return [...'hello'].sort().join('') + /(\\d+)/.exec('abc' + n)[1] + typeof left;
  }
}`;

it('holds over thousands of items that do all kinds of things', async () => {
  const sandbox = makeSandbox({ way: 'thread' });
  const items = Array.from({ length: 800 }, (_, n) => ({ n, kind: (n * 7 + (n >> 3)) % 9 }));
  const wanted = (entries: number, { n, kind }: { n: number; kind: number }) =>
    ['user', 5000 + n, 6 * n, 1500 + n, entries + n, 'memory', n][kind] ?? `ehllo${n}undefined`;
  const told = (outcome: SnippetOutcome) => (outcome.ok ? outcome.value : outcome.kind);
  await Promise.all(
    [0, 100, 3_000].map(async (entries, index) => {
      const source = mixture(entries, index % 2 === 1);
      const outcomes = await sandbox.run(requestOf(source, items, { memoryBytes: 16 * MB }));
      expect(outcomes.map(told)).toEqual(items.map((item) => wanted(entries, item)));
      for (const [n, outcome] of outcomes.entries()) {
        expect(outcome.logs).toEqual([`item ${n}`]);
        if (outcome.ok) expect(outcome.action).toBe(items[n]?.kind === 4 ? `a${n}` : null);
      }
    }),
  );
});
