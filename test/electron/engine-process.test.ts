import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EngineEvent } from '#contract/events.ts';
import type { Cipher } from '#core/ports.ts';
import { nodeEngine } from '#electron/engine-child.ts';
import { createEngineProcess, type EngineOptions, type EngineProcess } from '#electron/engine-process.ts';

const ENTRY = fileURLToPath(new URL('../support/fake-engine.ts', import.meta.url));

/** A system without a key store. */
const NO_KEYS: Cipher = { encrypt: async () => null, decrypt: async () => null };

type Run = {
  readonly engine: EngineProcess;
  readonly events: readonly EngineEvent[];
  readonly log: readonly string[];
  /** Waits until the engine has told this state (again). */
  until(state: string): Promise<void>;
};

const running: EngineProcess[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((engine) => engine.stop()));
  vi.unstubAllEnvs();
});

function run(options: Partial<EngineOptions> & { readonly mood?: string } = {}): Run {
  vi.stubEnv('FAKE_ENGINE', options.mood ?? '');
  const log: string[] = [];
  const events: EngineEvent[] = [];
  const engine = createEngineProcess({
    startEngine: nodeEngine(process.execPath, ENTRY),
    start: { configDir: '/none', packagedDir: null, version: '1.2.3', logFile: '/logs/engine.log' },
    workspace: null,
    log: (text) => log.push(text),
    cipher: NO_KEYS,
    ...options,
  });
  running.push(engine);
  engine.subscribe((event) => events.push(event));
  return {
    engine,
    events,
    log,
    until: (state) =>
      new Promise((resolve) => {
        if (engine.state().state === state) return resolve();
        const end = engine.subscribe((event) => {
          if (event.name !== 'engine.state' || event.payload.state !== state) return;
          end();
          resolve();
        });
      }),
  };
}

const states = (events: readonly EngineEvent[]): string[] =>
  events.flatMap((event) => (event.name === 'engine.state' ? [event.payload.state] : []));

describe('a running engine', () => {
  it('answers calls that came before it was ready', async () => {
    const { engine, events, log } = run();
    expect(engine.state()).toEqual({ state: 'starting', error: null });
    const value = { a: [1, null, { k: 'ü\n"' }] };
    expect(await engine.call('echo', value)).toEqual({ ok: true, value });
    expect(await engine.ask('echo', value)).toBe(JSON.stringify({ ok: true, value }));
    expect(states(events)).toEqual(['idle']);
    expect(log.join('')).toContain('started for 1.2.3');
  });

  it('asks the key store of the system through the app', async () => {
    const cipher: Cipher = {
      encrypt: async (text) => `sealed ${text}`,
      decrypt: async (text) => (text.startsWith('sealed ') ? text.slice('sealed '.length) : null),
    };
    const { engine } = run({ cipher });
    expect(await engine.call('encrypt', 'a')).toEqual({ ok: true, value: 'sealed a' });
    expect(await engine.call('decrypt', 'sealed ü')).toEqual({ ok: true, value: 'ü' });
    expect(await engine.call('decrypt', 'other')).toEqual({ ok: true, value: null });
  });

  it('opens the workspace before it lets calls in', async () => {
    const { engine, events } = run({ workspace: '/w' });
    expect(await engine.call('workspace', {})).toEqual({ ok: true, value: '/w' });
    expect(events.map(({ name }) => name)).toEqual(['workspace.changed', 'engine.state']);
    expect(engine.state()).toEqual({ state: 'ready', error: null });
  });

  it('says why a workspace could not be opened, and goes on without', async () => {
    const { engine } = run({ workspace: '/missing' });
    expect(await engine.call('workspace', {})).toEqual({ ok: true, value: null });
    expect(engine.state()).toMatchObject({ state: 'idle', error: { code: 'not-found' } });
  });

  it('ends when it is asked to, and takes no calls then', async () => {
    const { engine, until } = run();
    await until('idle');
    const flying = engine.call('never', {});
    await engine.stop();
    expect(engine.pid()).toBeNull();
    expect(await flying).toMatchObject({ ok: false, error: { code: 'engine-unavailable' } });
    expect(await engine.call('echo', 1)).toMatchObject({ ok: false, error: { code: 'engine-unavailable' } });
  });

  it('is ended by force when it does not end by itself', async () => {
    const { engine, log, until } = run({ mood: 'stubborn', stopLimitMs: 50 });
    await until('idle');
    await engine.stop();
    expect(log.join('')).toContain('signal SIGKILL');
  });
});

describe('an engine that crashes', () => {
  it('fails what was in flight, starts again and opens the last workspace', async () => {
    const { engine, events, until } = run();
    await engine.call('workspaces.open', { path: '/w' });
    const first = engine.pid();
    const flying = engine.call('never', {});
    const [died, waited] = await Promise.all([engine.call('die', {}), flying]);
    expect(died).toMatchObject({ ok: false, error: { code: 'engine-restarted', details: { name: 'die' } } });
    expect(waited).toMatchObject({ ok: false, error: { code: 'engine-restarted' } });
    expect(engine.state()).toMatchObject({ state: 'restarting', error: { code: 'engine-restarted' } });
    await until('ready');
    expect(engine.pid()).not.toBe(first);
    expect(await engine.call('workspace', {})).toEqual({ ok: true, value: '/w' });
    expect(states(events)).toEqual(['idle', 'ready', 'restarting', 'ready']);
  });

  it('is given up when it crashes again and again, and can be started once more', async () => {
    const { engine, log, until } = run({ mood: 'crash' });
    const waiting = engine.call('echo', 1);
    await until('failed');
    expect(engine.state().error?.message).toContain('/logs/engine.log');
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'engine-unavailable' } });
    expect(await engine.call('echo', 1)).toMatchObject({ ok: false, error: { code: 'engine-unavailable' } });
    expect(log.join('').match(/exit code 3/g)).toHaveLength(5);
    vi.stubEnv('FAKE_ENGINE', '');
    engine.restart();
    expect(await engine.call('echo', 1)).toEqual({ ok: true, value: 1 });
  });

  it('is given up at once when it says that it cannot run here', async () => {
    const { engine, until } = run({ mood: 'unable' });
    await until('failed');
    expect(engine.state().error).toMatchObject({ code: 'unsupported', message: 'This Node is too old.' });
  });

  it('is given up when there is no such program', async () => {
    const { engine, until } = run({ startEngine: nodeEngine('/no/such/node', ENTRY) });
    await until('failed');
    expect(engine.state().error?.message).toContain('ENOENT');
  });
});

describe('an engine that does not get ready', () => {
  it('lets calls wait for a while, then fails them', async () => {
    const { engine } = run({ mood: 'mute', readyLimitMs: 30, stopLimitMs: 50 });
    expect(await engine.call('echo', 1)).toMatchObject({ ok: false, error: { code: 'engine-unavailable' } });
  });
});
