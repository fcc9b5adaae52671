import { describe, expect, it } from 'vitest';
import { fromText, toText } from '#contract/envelope.ts';
import { calls } from '#contract/index.ts';
import { relayCall, type ShellHandlers } from '#electron/relay.ts';

const ID = '0123456789abcdef01234567';

function relay() {
  const relayed: [string, unknown][] = [];
  const engine = {
    ask: (name: string, input: unknown) => {
      relayed.push([name, input]);
      return Promise.resolve(toText({ ok: true, value: 'engine' }));
    },
  };
  const shell = {
    'help.page': ({ name }) => ({ markdown: `# ${name}` }),
    'help.list': () => {
      throw new Error('The disk is gone');
    },
  } as Partial<ShellHandlers> as ShellHandlers;
  const call = async (name: unknown, input: unknown) =>
    fromText(await relayCall(name, input, { engine, shell }));
  return { relayed, call };
}

describe('relayCall', () => {
  it('passes a call on with its defaults filled in', async () => {
    const { relayed, call } = relay();
    expect(await call('tasks.next', { taskId: ID })).toEqual({ ok: true, value: 'engine' });
    expect(relayed).toEqual([['tasks.next', { taskId: ID, afterItemId: null }]]);
  });

  it('answers calls of the shell itself', async () => {
    const { relayed, call } = relay();
    expect(await call('help.page', { name: 'start' })).toEqual({ ok: true, value: { markdown: '# start' } });
    expect(await call('help.list', {})).toMatchObject({
      ok: false,
      error: { code: 'internal', message: 'The disk is gone' },
    });
    expect(relayed).toEqual([]);
  });

  it.each([
    ['no.such.call', {}, 'unknown-call'],
    ['toString', {}, 'unknown-call'],
    [{ name: 'items.get' }, {}, 'unknown-call'],
    [undefined, undefined, 'unknown-call'],
    ['items.get', undefined, 'invalid-input'],
    ['items.get', { itemId: '../../etc/passwd' }, 'invalid-input'],
    ['items.get', { itemId: ID, path: '/etc/passwd' }, 'invalid-input'],
    ['help.page', { name: '../secret' }, 'invalid-input'],
    ['media.resolve', { itemId: ID, variant: 'thumb' }, 'forbidden'],
  ])('refuses %s %j as %s, and the engine never hears of it', async (name, input, code) => {
    const { relayed, call } = relay();
    expect(await call(name, input)).toMatchObject({ ok: false, error: { code } });
    expect(relayed).toEqual([]);
  });

  it('refuses every internal call there is', async () => {
    const { call } = relay();
    const internal = Object.entries(calls).filter(([, spec]) => spec.internal);
    expect(internal.length).toBeGreaterThan(0);
    for (const [name] of internal) {
      expect(await call(name, {})).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    }
  });
});
