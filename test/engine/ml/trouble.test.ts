import { spawn } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Models } from '#engine/ml/models.ts';
import { isAlive, modelWorld, until } from './support/pictures.ts';

const MODEL = 'test/trouble';
const world = modelWorld();

const pictureOf = (itemId: string) => ({ itemId, path: world.path(itemId), width: 10, height: 10 });

function ask(models: Models, settings: Record<string, unknown> = {}, signal?: AbortSignal) {
  const pictures = ['first', 'bad', 'last'].map(pictureOf);
  return models.predict({ model: MODEL, pictures, config: { settings } }, signal);
}

const stateOf = (models: Models) => models.list().find(({ id }) => id === MODEL);
const atWork = () => until(() => existsSync(world.path('working')));

/** The next batch is worked on as if nothing had been. */
async function goesOn(models: Models): Promise<void> {
  const outcomes = await ask(models);
  expect(outcomes.map(({ itemId, ok }) => [itemId, ok])).toEqual([
    ['first', true],
    ['bad', true],
    ['last', true],
  ]);
}

test('a process that is killed fails its batch, and says who it was and at what', async () => {
  const logged: [string, unknown][] = [];
  const models = world.models({ logger: { log: (level, _message, facts) => logged.push([level, facts]) } });
  const asked = ask(models, { deed: 'wait' });
  const waits = ask(models);
  await atWork();
  const pid = stateOf(models)?.pid ?? 0;
  process.kill(pid, 'SIGKILL');
  await expect(asked).rejects.toMatchObject({
    code: 'tool-failed',
    message: 'The model "Trouble" ended unexpectedly (signal SIGKILL) at the item bad.',
    details: { model: MODEL, pid, itemIds: ['bad'], how: 'signal SIGKILL' },
  });
  // What waited behind it gets a process of its own.
  expect(await waits).toHaveLength(3);
  expect(stateOf(models)?.pid).not.toBe(pid);
  expect(logged).toContainEqual(['warn', expect.objectContaining({ model: MODEL, pid })]);
});

test('a process that is killed while it has no work is started again for the next batch', async () => {
  const models = world.models();
  await goesOn(models);
  const pid = stateOf(models)?.pid ?? 0;
  process.kill(pid, 'SIGKILL');
  await until(() => stateOf(models)?.running === false);
  await goesOn(models);
  expect(stateOf(models)?.pid).not.toBe(pid);
});

describe.each(['process', 'thread'] as const)('in a %s', (way) => {
  // One of the limits is short, and what it waits for never comes: a slow computer changes nothing.
  const silent = { beatMs: 20, silenceMs: 1_500 };
  const slow = { pictureMs: 500 };
  const cases: readonly (readonly [string, object, object, RegExp, readonly string[]])[] = [
    [
      'spins',
      { deed: 'spin' },
      silent,
      /did not go on for 1.5 seconds at the item bad and was stopped/,
      ['bad'],
    ],
    ['waits for ever', { deed: 'wait' }, slow, /did not go on for 1.5 seconds at the item bad/, ['bad']],
    ['exits', { deed: 'exit' }, {}, /ended unexpectedly \(exit code 7\).*out of luck/, ['bad']],
    ['throws outside of a call', { deed: 'throwLater' }, {}, /ended unexpectedly \(exit code 1\)/, ['bad']],
    ['talks nonsense', { deed: 'nonsense' }, {}, /cannot be understood/, ['bad']],
    ['forgets a picture', { forget: true }, {}, /cannot be understood/, ['last']],
    ['keeps to itself', { deed: 'exit', blind: true }, {}, /at one of 3 items/, ['first', 'bad', 'last']],
  ];
  test.each(cases)('a model that %s is stopped, and started again', async (...given) => {
    const [, settings, limits, message, itemIds] = given;
    const models = world.models({ way, limits });
    await expect(ask(models, { ...settings })).rejects.toMatchObject({
      code: 'tool-failed',
      message: expect.stringMatching(message),
      details: { model: MODEL, itemIds },
    });
    expect(stateOf(models)).toMatchObject({ running: false, pid: null });
    await goesOn(models);
  });

  test('what a model throws fails the batch as it is; the process stays', async () => {
    const models = world.models({ way });
    await goesOn(models);
    const { pid } = stateOf(models) ?? {};
    await expect(ask(models, { deed: 'bug' })).rejects.toMatchObject({
      code: 'internal',
      message: 'thing is not a function',
    });
    await expect(ask(models, { deed: 'unfit' })).rejects.toMatchObject({
      code: 'unsupported',
      details: { kind: 'odd' },
    });
    await goesOn(models);
    expect(stateOf(models)?.pid).toBe(pid);
  });

  test('a model that cannot be loaded says why', async () => {
    writeFileSync(world.path('no-weights'), '');
    const models = world.models({ way });
    const refused = { code: 'not-found', message: 'The weights are missing.' };
    await expect(ask(models)).rejects.toMatchObject(refused);
    await expect(ask(models)).rejects.toMatchObject(refused);
    expect(stateOf(models)?.running).toBe(false);
  });

  test('a model that takes for ever to load is stopped', async () => {
    writeFileSync(world.path('slow-weights'), '');
    const models = world.models({ way, limits: { startMs: 300 } });
    await expect(ask(models)).rejects.toMatchObject({
      code: 'tool-failed',
      message: expect.stringMatching(/did not go on for 0.3 seconds while/),
    });
  });

  test('cancelled at work: a model that listens stays, one that does not is ended', async () => {
    const models = world.models({ way, limits: { graceMs: 1_500 } });
    await goesOn(models);
    const { pid } = stateOf(models) ?? {};
    for (const [deed, stays] of [['waitForCancel', true] as const, ['spin', false] as const]) {
      const stop = new AbortController();
      rmSync(world.path('working'));
      const asked = ask(models, { deed }, stop.signal);
      await atWork();
      stop.abort();
      await expect(asked).rejects.toMatchObject({ code: 'aborted' });
      expect(stateOf(models)).toMatchObject(stays ? { running: true, pid } : { running: false });
    }
    await goesOn(models);
  });

  test('cancelled while it waits or loads, a batch is never begun', async () => {
    const models = world.models({ way });
    const stop = new AbortController();
    const loads = ask(models, { deed: 'wait' }, stop.signal);
    const waits = ask(models, { deed: 'wait' }, stop.signal);
    stop.abort();
    await expect(loads).rejects.toMatchObject({ code: 'aborted' });
    await expect(waits).rejects.toMatchObject({ code: 'aborted' });
    await expect(ask(models, { deed: 'wait' }, stop.signal)).rejects.toMatchObject({ code: 'aborted' });
    expect(existsSync(world.path('working'))).toBe(false);
    await goesOn(models);
  });

  test('close ends a model at work, and what waits for it', async () => {
    const models = world.models({ way, limits: { graceMs: 400 } });
    const asked = ask(models, { deed: 'spin' });
    const waits = ask(models);
    await atWork();
    const pid = stateOf(models)?.pid ?? null;
    const closed = models.close();
    await expect(asked).rejects.toMatchObject({ code: 'aborted' });
    await expect(waits).rejects.toMatchObject({ code: 'aborted' });
    await closed;
    if (pid !== null) expect(isAlive(pid)).toBe(false);
  });

  test('what a model prints is logged', async () => {
    const lines: string[] = [];
    const models = world.models({ way, logger: { log: (_level, message) => lines.push(message) } });
    await ask(models, { deed: 'say' });
    await until(() => lines.includes('a word'));
  });
});

test('a module without the model it stands for', async () => {
  const module = new URL('./support/pictures.test-none.ts', import.meta.url).href;
  const models = world.models({
    extra: [{ id: MODEL, title: 'None', labels: [], confidence: 0, module }],
  });
  await expect(ask(models)).rejects.toMatchObject({ code: 'internal' });
});

test('a process whose engine was killed ends by itself', async () => {
  const owner = spawn(process.execPath, [fileURLToPath(new URL('./support/owner.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed = await new Promise<string>((resolve) =>
    owner.stdout.setEncoding('utf8').once('data', resolve),
  );
  const pid = Number(printed);
  expect(isAlive(pid)).toBe(true);
  owner.kill('SIGKILL');
  await until(() => !isAlive(pid));
});
