/** A snippet that means harm finds nothing to do it with. */
import { describe, expect, it } from 'vitest';
import { answerOf, faultOf, requestOf, sharedSandbox } from './support.ts';

const answer = (body: string, item: unknown = {}) =>
  answerOf(sharedSandbox(), `export default (item, context) => { ${body} }`, item);

describe('there is nothing of the outside', () => {
  it.each([
    'process',
    'require',
    'module',
    'global',
    'Buffer',
    'fetch',
    'XMLHttpRequest',
    'WebSocket',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'importScripts',
    'Worker',
    'Deno',
    'Bun',
    'std',
    'os',
    'bjson',
    'print',
    'scriptArgs',
    'readText',
    'writeText',
    'WebAssembly',
    'navigator',
    'performance',
  ])('no %s', async (name) => {
    expect(await answer(`return typeof ${name} + typeof globalThis[${JSON.stringify(name)}]`)).toBe(
      'undefinedundefined',
    );
  });

  it('the names of the language, and three more', async () => {
    const names = (await answer('return Object.getOwnPropertyNames(globalThis)')) as string[];
    const own = names.filter((name) => !(name in globalThis)).sort();
    expect(own).toEqual(['InternalError', 'progress'].filter((name) => !(name in globalThis)));
    expect(names).toContain('console');
  });

  it('constructors reach the sandbox itself and no further', async () => {
    const ways = [
      'item.constructor.constructor',
      'context.action.constructor',
      'console.log.constructor',
      'globalThis.progress.update.constructor',
      '(async () => {}).constructor',
      '(function* () {}).constructor',
      'Object.getPrototypeOf(context).constructor.constructor',
    ];
    for (const way of ways) {
      const made = `const made = ${way}('return typeof process + typeof require + typeof fetch')`;
      const value = await answer(`${made}(); return typeof made === 'function' ? made() : made`);
      expect(['undefinedundefinedundefined', {}]).toContainEqual(value);
    }
    expect(await answer('return eval("typeof process") + (0, eval)("typeof require")')).toBe(
      'undefinedundefined',
    );
  });

  it('import finds nothing', async () => {
    for (const name of [
      'fs',
      'node:fs',
      'child_process',
      './x.js',
      'https://a.test/x.js',
      'data:text/javascript,1',
    ]) {
      const fault = await faultOf(sharedSandbox(), `export default () => import(${JSON.stringify(name)})`);
      expect(fault).toMatchObject({
        kind: 'user',
        message: expect.stringContaining('could not load module'),
      });
    }
  });

  it('stacks tell nothing of the outside', async () => {
    const stack = (await answer('try { null.x } catch (error) { return error.stack }')) as string;
    expect(stack).not.toMatch(/node|wasm|file:|\/|\\/);
    expect(
      await answer('return [typeof Error.prepareStackTrace, typeof Error.captureStackTrace].length'),
    ).toBe(2);
  });
});

describe('a snippet harms nobody but its own item', () => {
  it.each([
    'Object.prototype.toJSON = () => "mine"',
    'Object.prototype.then = (done) => done("mine")',
    'Array.prototype.push = Array.prototype.map = Array.prototype.join = () => { throw 1 }',
    'JSON.parse = JSON.stringify = () => "mine"',
    'Promise.prototype.then = () => { throw 1 }; Promise.resolve = () => { throw 2 }',
    'Reflect.apply = Reflect.construct = () => { throw 1 }',
    'String.prototype.slice = String = () => { throw 1 }',
    'Object.freeze = Object.keys = Object.defineProperty = () => { throw 1 }',
    'Object.defineProperty(Object.prototype, "ok", { value: "mine" })',
    'Object.defineProperty(Object.prototype, "message", { get() { throw 1 } })',
    'for (const name of Object.getOwnPropertyNames(globalThis)) { try { delete globalThis[name] } catch {} }',
    'console.log = null; globalThis.console = null; globalThis.progress = null',
    'Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => { throw 1 }',
  ])('%s', async (attack) => {
    const source = `export default async (item) => { if (item.bad) { ${attack} } return { n: item.n } }`;
    const items = [{ n: 1 }, { n: 2, bad: true }, { n: 3 }];
    for (let round = 0; round < 2; round++) {
      const [first, , third] = await sharedSandbox().run(requestOf(source, items));
      expect(first).toMatchObject({ ok: true, value: { n: 1 } });
      expect(third).toMatchObject({ ok: true, value: { n: 3 } });
    }
    expect(await answer('console.log(1); return [item].map((each) => each.n)', { n: 5 })).toEqual([5]);
  });

  it('an item with odd names stays what it is', async () => {
    const item = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2, "toString": null}');
    expect(await answer('return [({}).polluted, Object.keys(item), item.constructor]', item)).toEqual([
      null,
      ['__proto__', 'constructor', 'toString'],
      2,
    ]);
    const back = await answer('return JSON.parse(\'{"__proto__": {"polluted": 1}}\')');
    expect(Object.keys(back as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
