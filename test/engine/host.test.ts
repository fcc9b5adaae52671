import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EngineEvent } from '#contract/events.ts';
import { type CallName, calls, isCallName } from '#contract/index.ts';
import { createHost, type Host } from '#engine/host.ts';
import { systemPorts } from '#engine/ports.ts';

let folder: string;
let host: Host;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-host-'));
  host = newHost();
});

afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

function newHost(): Host {
  const ports = systemPorts({ logFile: null });
  return createHost({ ports, configDir: join(folder, 'config'), packagedDir: null, version: '0' });
}

const open = (name = 'w') => host.call('workspaces.open', { path: join(folder, name) });
const names: CallName[] = Object.keys(calls).filter(isCallName);

describe('every call of the contract', () => {
  test.each(names)('%s has a handler that checks its input', async (name) => {
    await open();
    const envelope = await host.call(name, { surelyNotAKey: 1 });
    expect(envelope).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });

  test('that needs a workspace says so without one', async () => {
    expect(await host.call('projects.list', {})).toMatchObject({
      ok: false,
      error: { code: 'workspace-not-open' },
    });
  });

  test('that needs the desktop app says so', async () => {
    expect(await host.call('app.info', {})).toMatchObject({ ok: false, error: { code: 'unsupported' } });
  });

  test('that takes nothing answers as its schema says', async () => {
    await open();
    for (const name of names) {
      const spec = calls[name];
      if (spec.home === 'shell' || spec.kind === 'mutation' || !spec.input.safeParse({}).success) continue;
      const envelope = await host.call(name, {});
      expect([name, envelope.ok]).toEqual([name, true]);
    }
  });
});

test('the text of an answer is its envelope, whether it is well or not', async () => {
  const asText = async (name: string, input: unknown) => JSON.parse(await host.text(name, input));
  const itemId = 'a'.repeat(24);
  const closed = { ok: false, error: { code: 'workspace-not-open' } };
  expect(await asText('annotations.list', { itemId })).toMatchObject(closed);
  await open();
  for (const [name, input] of [
    ['annotations.list', { itemId }],
    ['annotations.list', { itemId: 1 }],
    ['tasks.view', { taskId: itemId, itemId }],
    ['projects.list', {}],
    ['no.such', {}],
  ] as const) {
    expect(await asText(name, input)).toEqual(JSON.parse(JSON.stringify(await host.call(name, input))));
  }
});

test('an unknown call is refused, also one that every object has', async () => {
  for (const name of ['no.such', 'constructor', '__proto__', 'toString']) {
    expect(await host.call(name, {})).toMatchObject({ ok: false, error: { code: 'unknown-call' } });
  }
});

test('workspaces open, close, are remembered and forgotten', async () => {
  const events: EngineEvent[] = [];
  host.subscribe((event) => events.push(event));
  expect(await open()).toMatchObject({ ok: true, value: { name: 'w', epoch: 1 } });
  expect(await open()).toMatchObject({ ok: true, value: { epoch: 1 } });
  expect(await open('other')).toMatchObject({ ok: true, value: { name: 'other' } });
  expect(await host.call('workspaces.close', {})).toEqual({ ok: true, value: null });
  expect(await host.call('workspaces.current', {})).toEqual({ ok: true, value: null });
  const recent = await host.call('workspaces.recent', {});
  expect(recent).toMatchObject({ ok: true, value: [{ name: 'other', available: true }, { name: 'w' }] });
  await host.call('workspaces.forget', { path: join(folder, 'w') });
  expect(await host.call('workspaces.recent', {})).toMatchObject({ value: [{ name: 'other' }] });
  const states = events.flatMap((event) => (event.name === 'engine.state' ? [event.payload.state] : []));
  expect(states).toEqual(['ready', 'ready', 'idle']);
});

test('two openings at once end with one workspace open', async () => {
  await Promise.all([open('a'), open('b'), open('a')]);
  expect(await host.call('workspaces.current', {})).toMatchObject({ value: { name: 'a' } });
});

test('a workspace that another host has is named as locked', async () => {
  await open();
  const second = newHost();
  const envelope = await second.call('workspaces.open', { path: join(folder, 'w') });
  expect(envelope).toMatchObject({ ok: false, error: { code: 'workspace-locked' } });
  await second.close();
});

test('a suggested path has no letters that file systems refuse', async () => {
  const envelope = await host.call('workspaces.suggestPath', { name: '../a:b*c\u0000d/..' });
  if (!envelope.ok) throw new Error(envelope.error.message);
  const { path } = envelope.value as { path: string };
  expect(path.split('/').at(-1)).toBe('-a-b-c-d-');
});
