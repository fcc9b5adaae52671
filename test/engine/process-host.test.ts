import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { currentHostWay, entryFile, hostWay, startHosted } from '#engine/process-host.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-host-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  [{ electron: undefined, runAsNode: undefined }, 'process'],
  [{ electron: '45.4.1', runAsNode: undefined }, 'thread'],
  [{ electron: '45.4.1', runAsNode: '' }, 'thread'],
  [{ electron: '45.4.1', runAsNode: '1' }, 'process'],
] as const)('%j: a %s', (runtime, way) => {
  expect(hostWay(runtime)).toBe(way);
});

test('a plain Node starts processes', () => {
  expect(currentHostWay()).toBe('process');
});

test.each([
  ['src/ml/entry.ts', 'src/ml/entry.ts', 'src/ml/entry.ts'],
  ['out/entry.js', 'out/entry.ts', 'out/entry.js'],
  ['out/entry.js', 'out/assets/entry.ts', 'out/entry.js'],
  ['app.asar.unpacked/out/entry.js', 'app.asar/out/assets/entry.ts', 'app.asar.unpacked/out/entry.js'],
])('%s is found from %s', (there, wanted, found) => {
  const path = join(folder, there);
  mkdirSync(join(path, '..', 'assets'), { recursive: true });
  writeFileSync(path, '');
  expect(entryFile(pathToFileURL(join(folder, wanted)))).toBe(join(folder, found));
});

test('an entry that is nowhere is a fault of the build', () => {
  expect(() => entryFile(pathToFileURL(join(folder, 'entry.ts')))).toThrow(
    expect.objectContaining({ code: 'internal', message: expect.stringMatching(/"entry\.js" is missing/) }),
  );
});

describe.each(['process', 'thread'] as const)('a %s', (way) => {
  /** Runs a source to its end. */
  function run(source: string, message: object = {}) {
    const entry = join(folder, 'entry.mjs');
    writeFileSync(entry, source);
    const heard: unknown[] = [];
    const lines: string[] = [];
    return new Promise<{ heard: unknown[]; lines: string[]; how: string }>((resolve) => {
      const hosted = startHosted(entry, way, {
        message: (one) => {
          heard.push(one);
          if (one === 'kill me') hosted.kill();
        },
        output: (line) => lines.push(line),
        exit: (how) => {
          // To one that has ended nothing can be said; it must not throw.
          hosted.send({ too: 'late' });
          resolve({ heard, lines, how });
        },
      });
      hosted.send(message);
    });
  }
  const channel = JSON.stringify(new URL('../../main/engine/process-channel.ts', import.meta.url).href);

  test('hears, answers, prints and ends', async () => {
    const source = `
      import { engineChannel } from ${channel};
      const channel = engineChannel();
      channel.onMessage((message) => {
        channel.send({ got: message });
        console.log('one\\ntwo');
        console.error('three');
        setImmediate(() => process.exit(3));
      });`;
    const { heard, lines, how } = await run(source, {
      bytes: new Uint8Array([1, 2]),
      at: new Map([[1, 2n]]),
    });
    expect(heard).toEqual([{ got: { bytes: new Uint8Array([1, 2]), at: new Map([[1, 2n]]) } }]);
    expect(lines.toSorted()).toEqual(['one', 'three', 'two']);
    expect(how).toBe('exit code 3');
  });

  test('that throws has ended, and its stack was printed', async () => {
    const { lines, how } = await run(`throw new Error('no luck')`);
    expect(how).toBe('exit code 1');
    expect(lines.join('\n')).toMatch(/Error: no luck/);
  });

  test('that never yields can be killed', async () => {
    const source = `
      import { engineChannel } from ${channel};
      const channel = engineChannel();
      channel.onMessage(() => {
        channel.send('kill me');
        setImmediate(() => setImmediate(() => { for (;;); }));
      });`;
    const { how } = await run(source);
    expect(how).toBe(way === 'process' ? 'signal SIGKILL' : 'exit code 1');
  });

  test('whose file is not there has ended', async () => {
    const how = await new Promise((resolve) => {
      startHosted(join(folder, 'none.mjs'), way, { message: () => {}, output: () => {}, exit: resolve });
    });
    expect(how).toBe('exit code 1');
  });
});
