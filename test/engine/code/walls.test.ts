/** What runs too long or wants too much is stopped, is told apart, and disturbs nobody else. */
import { describe, expect, it } from 'vitest';
import type { SnippetOutcome } from '#engine/code/snippet.ts';
import { answerOf, faultOf, makeSandbox, requestOf, sharedSandbox } from './support.ts';

const verdicts = (outcomes: readonly SnippetOutcome[]) =>
  outcomes.map((outcome) => (outcome.ok ? outcome.value : outcome.kind));

describe('time', () => {
  it.each([
    ['an endless loop', 'while (true) {}'],
    [
      'a loop that catches everything',
      'while (true) { try { while (true) {} } catch {} finally { continue } }',
    ],
    ['a regular expression without end', 'return /(a+)+$/.test("a".repeat(40) + "!")'],
    [
      'promises that make promises',
      'const again = () => { Promise.resolve().then(again) }; again(); return 1',
    ],
    ['an async function that loops', 'return (async () => { await null; while (true) {} })()'],
    ['what goes on after the answer', '(async () => { await null; while (true) {} })(); return 1'],
    ['a result that never ends', 'return { toJSON() { while (true) {} } }'],
    ['an error that never ends', 'throw { get message() { while (true) {} } }'],
    ['sorting that never ends', '[1, 2].sort(() => { while (true) {} })'],
  ])('stops %s', async (_name, body) => {
    const source = `export default (n) => { if (n === 2) { ${body} } return n }`;
    const started = performance.now();
    const outcomes = await sharedSandbox().run(requestOf(source, [1, 2, 3], { timeoutMs: 300 }));
    const kind = body.startsWith('throw') ? 'user' : 'timeout';
    expect(verdicts(outcomes)).toEqual([1, kind, 3]);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('ends the thread of what no interruption reaches, and goes on with the others', async () => {
    // A built-in that looks through nine quadrillion places, in one step of the language.
    const body = 'Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)';
    const source = `export default (n) => { if (n === 20) return ${body}; return n }`;
    const numbers = Array.from({ length: 50 }, (_, n) => n);
    const outcomes = await makeSandbox().run(requestOf(source, numbers, { timeoutMs: 200 }));
    expect(verdicts(outcomes)).toEqual(numbers.map((n) => (n === 20 ? 'timeout' : n)));
    expect(outcomes[20]).toMatchObject({ message: expect.stringContaining('longer than 0.2 seconds') });
  });

  it('keeps what was said before it was stopped', async () => {
    const source = 'export default () => { console.log("begun"); while (true) {} }';
    const fault = await faultOf(sharedSandbox(), source, {}, { timeoutMs: 200 });
    expect(fault).toMatchObject({ kind: 'timeout', logs: ['begun'] });
  });

  it('lets others have their turn meanwhile', async () => {
    const sandbox = makeSandbox();
    const slow = sandbox.run(
      requestOf('export default () => { while (true) {} }', new Array(200).fill(1), { timeoutMs: 100 }),
    );
    let slowIsDone = false;
    const end = expect(
      slow.finally(() => {
        slowIsDone = true;
      }),
    ).rejects.toMatchObject({ code: 'aborted' });
    for (let n = 0; n < 3; n++) expect(await answerOf(sandbox, 'export default (n) => n + 1', n)).toBe(n + 1);
    expect(slowIsDone).toBe(false);
    await sandbox.close();
    await end;
  });
});

describe('memory', () => {
  it.each([
    ['an array', 'const all = []; while (true) all.push(new Array(1000).fill(1))'],
    ['objects', 'const all = []; while (true) all.push({ a: 1, b: 2 })'],
    ['texts', 'const all = []; for (let n = 0; ; n++) all.push("text " + n)'],
    ['a text that doubles', 'let text = "x"; while (true) text += text'],
    ['a buffer', 'return new ArrayBuffer(2 ** 30).byteLength'],
    ['buffers', 'const all = []; while (true) all.push(new Uint8Array(2 ** 20).fill(1))'],
    ['a map', 'const all = new Map(); for (let n = 0; ; n++) all.set(n, n)'],
    ['names that grow', 'let f = () => 1; for (let n = 0; n < 1e5; n++) f = f.bind(null); return f()'],
    ['a result that grows', 'const make = () => ({ toJSON: () => [make(), make()] }); return make()'],
    ['recursion without end', 'const f = (n) => f(n + 1) + 1; return f(0)'],
    ['getters without end', 'const o = { get a() { return this.a } }; return o.a'],
    ['lists in lists', 'let list = []; for (let n = 0; n < 1e5; n++) list = [list]; return list'],
    ['a text that nests', 'return JSON.parse("[".repeat(1e6))'],
    ['code that nests', 'return eval("(".repeat(1e5) + ")".repeat(1e5))'],
    [
      'iterators that nest',
      'let i = [1].values(); for (let n = 0; n < 1e5; n++) i = i.map((x) => x); return i.next().value',
    ],
  ])('stops %s', async (_name, body) => {
    const source = `export default (n) => { if (n === 2) { ${body} } return n }`;
    const outcomes = await sharedSandbox().run(requestOf(source, [1, 2, 3], { timeoutMs: 25_000 }));
    expect(verdicts(outcomes)).toEqual([1, 'memory', 3]);
  });

  it('is the amount that was granted', async () => {
    const source =
      'export default (mb) => { const all = new Uint8Array(mb * 2 ** 20).fill(1); return all.length / 2 ** 20 }';
    const some = await sharedSandbox().run(requestOf(source, [4, 12, 24], { memoryBytes: 16 * 2 ** 20 }));
    expect(verdicts(some)).toEqual([4, 12, 'memory']);
    expect(some[2]).toMatchObject({ message: expect.stringContaining('16 MB') });
    const more = await sharedSandbox().run(requestOf(source, [24, 60], { memoryBytes: 64 * 2 ** 20 }));
    expect(verdicts(more)).toEqual([24, 60]);
  });

  it('is never more than the sandbox allows', async () => {
    const sandbox = makeSandbox({ memoryBytes: 8 * 2 ** 20 });
    const source = 'export default (mb) => new Uint8Array(mb * 2 ** 20).fill(1).length';
    const outcomes = await sandbox.run(requestOf(source, [2, 20], { memoryBytes: 512 * 2 ** 20 }));
    expect(verdicts(outcomes)).toEqual([2 * 2 ** 20, 'memory']);
  });

  it('goes on after many such items', async () => {
    const source = `export default (n) => {
      if (n % 2 === 0) { const all = []; while (true) all.push(new Array(1000).fill(n)) }
      return n;
    }`;
    const numbers = Array.from({ length: 40 }, (_, n) => n);
    const outcomes = await makeSandbox().run(requestOf(source, numbers, { memoryBytes: 8 * 2 ** 20 }));
    expect(verdicts(outcomes)).toEqual(numbers.map((n) => (n % 2 === 0 ? 'memory' : n)));
  });

  it('does not take an item that is larger', async () => {
    const outcomes = await sharedSandbox().run(
      requestOf('export default (text) => text.length', ['x'.repeat(2 ** 20), 'y'], { memoryBytes: 2 ** 20 }),
    );
    expect(verdicts(outcomes)).toEqual(['memory', 1]);
  });
});
