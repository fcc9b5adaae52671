import { describe, expect, it } from 'vitest';
import { answerOf, faultOf, makeSandbox, requestOf, runOne, sharedSandbox } from './support.ts';

describe.each(['process', 'thread'] as const)('a snippet in a %s home', (way) => {
  it('answers a value for every item, in order', async () => {
    const sandbox = makeSandbox({ way, workers: 2 });
    const items = Array.from({ length: 1_234 }, (_, n) => ({ n }));
    const source = 'export default function (item) { item.n *= 2; return item }';
    const outcomes = await sandbox.run(requestOf(source, items));
    expect(outcomes.map((outcome) => outcome.ok && outcome.value)).toEqual(
      items.map(({ n }) => ({ n: n * 2 })),
    );
  });

  it('runs several requests at once', async () => {
    const sandbox = makeSandbox({ way, workers: 2 });
    const sums = await Promise.all(
      [1, 2, 3, 4, 5].map((by) => answerOf(sandbox, `export default (n) => n + ${by}`, 10)),
    );
    expect(sums).toEqual([11, 12, 13, 14, 15]);
  });
});

describe('how a snippet is written', () => {
  it.each([
    ['a default export', 'export default function (item) { return item.n + 1 }', undefined],
    ['a default arrow', 'export default (item) => item.n + 1', undefined],
    ['run', 'export function run(item) { return item.n + 1 }', undefined],
    ['run, not exported', 'function run(item) { return item.n + 1 }', undefined],
    ['run by its name', 'export default (item) => item.n + 1', 'run'],
    ['the only export', 'export const bump = (item) => item.n + 1', undefined],
    ['a name', 'export const a = () => 0; export const b = (item) => item.n + 1', 'b'],
    ['a name, not exported', 'const a = () => 0; const b = (item) => item.n + 1', 'b'],
    [
      'ServiceRunner',
      'class ServiceRunner { constructor() { this.by = 1 } run(item) { return item.n + this.by } }',
      undefined,
    ],
    ['a method by its name', 'class ServiceRunner { bump(item) { return item.n + 1 } }', 'bump'],
    ['an exported class', 'export default class { run(item) { return item.n + 1 } }', undefined],
    ['an async function', 'export default async (item) => { await null; return item.n + 1 }', undefined],
    ['a promise', 'export default (item) => Promise.resolve(item.n).then((n) => n + 1)', undefined],
    [
      'top-level await',
      'const by = await Promise.resolve(1); export default (item) => item.n + by',
      undefined,
    ],
    ['a comment at its end', 'export default (item) => item.n + 1 // one more', undefined],
  ])('%s', async (_name, source, functionName) => {
    const wish = functionName === undefined ? {} : { functionName };
    expect(await answerOf(sharedSandbox(), source, { n: 1 }, wish)).toBe(2);
  });

  it('answers any JSON: lists, texts, nothing', async () => {
    const sandbox = sharedSandbox();
    const answer = (body: string) => answerOf(sandbox, `export default (item) => ${body}`, { n: 1 });
    expect(await answer('[item, { n: 2 }]')).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await answer('"ä\\u0000𝄞"')).toBe('ä\u0000𝄞');
    expect(await answer('undefined')).toBeNull();
    expect(await answer('null')).toBeNull();
    expect(await answer('[undefined, NaN, new Date(0)]')).toEqual([null, null, '1970-01-01T00:00:00.000Z']);
  });

  it('chooses an action', async () => {
    const sandbox = sharedSandbox();
    const action = async (body: string) => {
      const outcome = await runOne(sandbox, `export default (item, context, progress) => { ${body} }`);
      return outcome.ok ? outcome.action : outcome.message;
    };
    expect(await action('')).toBeNull();
    expect(await action('context.action("keep")')).toBe('keep');
    expect(await action('progress.update({ action: "drop" })')).toBe('drop');
    expect(await action('globalThis.progress.update({ action: "a" }); context.action("b")')).toBe('b');
    expect(await action('progress.update({ progress: 50 }); return { item: 1, action: "no" }')).toBeNull();
    expect(await action('context.action(7)')).toContain('its name, a text');
  });

  it('gets the facts of its context, which it cannot change', async () => {
    const sandbox = sharedSandbox();
    const context = { node: 'Code', variables: { limit: 5 } };
    const wish = { context };
    const read = 'export default (_item, { node, variables }) => [node, variables.limit]';
    expect(await answerOf(sandbox, read, {}, wish)).toEqual(['Code', 5]);
    const change = 'export default (_item, context) => { context.variables.limit = 6 }';
    expect(await faultOf(sandbox, change, {}, wish)).toMatchObject({ kind: 'user' });
  });

  it('reads TypeScript', async () => {
    const source = `
      type Item = { n: number; tags?: readonly string[] };
      export default function run<T extends Item>(item: T): T {
        return { ...item, n: (item.n as number) + 1 } satisfies Item;
      }`;
    expect(await answerOf(sharedSandbox(), source, { n: 1 }, { language: 'typescript' })).toEqual({ n: 2 });
  });
});

describe('what a snippet tells', () => {
  it('keeps its logs, also when it fails', async () => {
    const sandbox = sharedSandbox();
    const source = `export default (item) => {
      console.log('n', item.n, { a: [1] }, undefined, new Error('odd'));
      console.warn('second');
      if (item.n > 1) throw new Error('too many');
      return item.n;
    }`;
    const logs = (n: number) => [`n ${n} {"a":[1]} undefined Error: odd`, 'second'];
    const outcomes = await sandbox.run(requestOf(source, [{ n: 1 }, { n: 2 }]));
    expect(outcomes).toMatchObject([
      { ok: true, logs: logs(1) },
      { ok: false, kind: 'user', logs: logs(2) },
    ]);
  });

  it('keeps no more than some of very long logs', async () => {
    const source = 'export default () => { for (let n = 0; n < 1e5; n++) console.log("line", n); return 1 }';
    const outcome = await runOne(sharedSandbox(), source);
    expect(outcome.ok && outcome.value).toBe(1);
    expect(outcome.logs.length).toBeLessThan(210);
    expect(outcome.logs.at(-1)).toContain('left out');
    const long = await runOne(sharedSandbox(), 'export default () => console.log("x".repeat(1e6))');
    expect(long.logs[0]?.length).toBeLessThan(5_000);
  });

  it('says where it threw', async () => {
    const source = 'function deep() {\n  return nothing.here;\n}\nexport default (item) => deep();';
    const fault = await faultOf(sharedSandbox(), source);
    expect(fault).toMatchObject({ kind: 'user', place: { line: 2 } });
    expect(fault.message).toContain("ReferenceError: 'nothing' is not defined (line 2");
    expect(fault.stack).toContain('deep (snippet.js:2');
    expect(fault.stack).not.toContain('sluice');
  });

  it('says it for TypeScript in lines of what the person wrote', async () => {
    const source =
      'interface A {\n  n: number;\n}\nexport default (item: A) => {\n  throw new RangeError("far");\n};';
    const fault = await faultOf(sharedSandbox(), source, {}, { language: 'typescript' });
    expect(fault).toMatchObject({ message: expect.stringContaining('RangeError: far (line 5') });
  });

  it.each([
    ['a text', 'throw "just a text"', 'just a text'],
    ['nothing', 'throw undefined', 'undefined'],
    ['an object', 'throw { code: 7 }', ''],
    ['an odd error', 'throw { get message() { throw 1 } }', ''],
    ['a function as answer', 'return () => 1', 'function, which is not JSON'],
    ['an integer without limit', 'return 1n', 'BigInt'],
    ['what contains itself', 'const a = []; a.push(a); return a', 'circular'],
    ['a rejection', 'return Promise.reject(new Error("later"))', 'later'],
    ['a promise that nothing settles', 'return new Promise(() => {})', 'nothing settles'],
    ['a module', 'return require("fs")', 'Snippets cannot load modules'],
    ['a timer', 'setTimeout(() => 1)', 'no timers'],
    ['fetch', 'return fetch("http://a.test")', 'granted network hosts'],
  ])('fails with its own words: %s', async (_name, body, words) => {
    const fault = await faultOf(sharedSandbox(), `export default (item) => { ${body} }`);
    expect(fault).toMatchObject({ kind: 'user', message: expect.stringContaining(words) });
  });

  it('refuses an item that is not JSON, and runs the others', async () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const outcomes = await sharedSandbox().run(
      requestOf('export default (n) => n', [1, circular, 2n, 3, undefined]),
    );
    expect(outcomes.map((outcome) => (outcome.ok ? outcome.value : outcome.kind))).toEqual([
      1,
      'invalid',
      'invalid',
      3,
      null,
    ]);
  });

  it('one that fails spoils no other', async () => {
    const source = 'export default (n) => { if (n % 7 === 0) throw new Error("seven"); return n }';
    const numbers = Array.from({ length: 300 }, (_, n) => n);
    const outcomes = await sharedSandbox().run(requestOf(source, numbers));
    expect(outcomes.map((outcome) => outcome.ok)).toEqual(numbers.map((n) => n % 7 !== 0));
  });
});

describe('the same item gives the same result', () => {
  it('nothing is left from one item to the next', async () => {
    const source = `let count = 0;
      globalThis.seen ??= [];
      export default (item) => { seen.push(item); Array.prototype.extra = 1; return [++count, seen.length, [].extra] }`;
    const sandbox = sharedSandbox();
    for (let round = 0; round < 2; round++) {
      const outcomes = await sandbox.run(requestOf(source, [1, 2, 3]));
      expect(outcomes.map((outcome) => outcome.ok && outcome.value)).toEqual([
        [1, 1, 1],
        [1, 1, 1],
        [1, 1, 1],
      ]);
    }
  });

  it('time stands still, and chance follows from the item', async () => {
    const source = `export default () => [
      Date.now(), new Date().toISOString(), new Date(2020, 0, 1).getTime(), new Date(0).constructor === Date,
      new Date(5).getTimezoneOffset(), typeof Date(), Math.random(), Math.random()]`;
    const sandbox = sharedSandbox();
    const wish = { context: { time: Date.UTC(2026, 1, 3) } };
    const first = (await answerOf(sandbox, source, 'a', wish)) as unknown[];
    expect(first.slice(0, 6)).toEqual([
      Date.UTC(2026, 1, 3),
      '2026-02-03T00:00:00.000Z',
      Date.UTC(2020, 0, 1),
      true,
      0,
      'string',
    ]);
    expect(first[6]).not.toBe(first[7]);
    expect(await answerOf(makeSandbox(), source, 'a', wish)).toEqual(first);
    const other = (await answerOf(sandbox, source, 'b', wish)) as unknown[];
    expect(other[6]).not.toBe(first[6]);
  });

  it('what is its own lies over the context, and its time is what the clock shows', async () => {
    const source = `const top = new Date();
      export default (item, context) => {
        'use strict';
        let changed = true;
        try { context.own.deep = 1 } catch { changed = false }
        return [item, context.node, context.own, top.getTime(), Date.now(), changed];
      }`;
    const request = requestOf(source, ['a\n{"b":1}', 'b', null], {
      context: { node: 'n', own: null, time: 7 },
    });
    const own = [{ own: { deep: 'x\ny' }, time: 1000 }, { own: { deep: 'z' } }];
    const outcomes = await sharedSandbox().run({ ...request, own });
    expect(outcomes.map((one) => one.ok && one.value)).toEqual([
      ['a\n{"b":1}', 'n', { deep: 'x\ny' }, 7, 1000, false],
      ['b', 'n', { deep: 'z' }, 7, 7, false],
      [null, 'n', null, 7, 7, false],
    ]);
  });

  it('chance is spread evenly', async () => {
    const source =
      'export default () => { let sum = 0; for (let n = 0; n < 1000; n++) sum += Math.random(); return sum }';
    const sums = await sharedSandbox().run(requestOf(source, [...'abcdefgh']));
    for (const sum of sums) {
      expect(sum.ok && sum.value).toBeGreaterThan(440);
      expect(sum.ok && sum.value).toBeLessThan(560);
    }
  });

  it('a clock and chance of its own when granted', async () => {
    const source = 'export default () => [Date.now(), Math.random()]';
    const sandbox = sharedSandbox();
    const wish = { grants: { clock: true, random: true } };
    const before = Date.now();
    const [time, chance] = (await answerOf(sandbox, source, 1, wish)) as [number, number];
    expect(time).toBeGreaterThanOrEqual(before - 1);
    expect(time).toBeLessThanOrEqual(Date.now() + 1);
    const [, again] = (await answerOf(sandbox, source, 1, wish)) as [number, number];
    expect(again).not.toBe(chance);
  });
});
