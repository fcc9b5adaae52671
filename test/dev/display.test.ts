import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ensureDisplay, hasDisplay, startXvfb } from '#dev/display.ts';
import { runScript } from './support/child.ts';

describe('a display', () => {
  test.each([
    [{ DISPLAY: ':0' }, true],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, true],
    [{ DISPLAY: '', WAYLAND_DISPLAY: '' }, false],
    [{}, false],
  ])('%o on Linux: %s', (env, expected) => {
    expect(hasDisplay(env, 'linux')).toBe(expected);
  });

  test('is always there on Windows and macOS', () => {
    expect(hasDisplay({}, 'win32')).toBe(true);
    expect(hasDisplay({}, 'darwin')).toBe(true);
  });

  test('that is missing is told in one line that names what works without', () => {
    expect(() => ensureDisplay({ DISPLAY: ':1' }, 'linux')).not.toThrow();
    let message = '';
    try {
      ensureDisplay({}, 'linux');
    } catch (error) {
      message = String(error);
    }
    expect(message.split('\n')).toHaveLength(1);
    for (const command of ['serve', 'run', 'demo']) expect(message).toContain(`npm run sluice -- ${command}`);
  });
});

test('npm start without a display ends with that line alone', async () => {
  const run = runScript('../../../resources/dev/start.ts', [], { DISPLAY: '', WAYLAND_DISPLAY: '' });
  const { code, lines } = await run.result();
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^No display is set .*npm run sluice -- serve/);
});

test.runIf(process.platform === 'linux')('two virtual displays live side by side and end', async () => {
  const first = await startXvfb();
  const second = await startXvfb('800x600x24');
  try {
    expect(first.display).toMatch(/^:\d+$/);
    expect(second.display).not.toBe(first.display);
    await ask(first.display);
    await ask(second.display);
  } finally {
    await first.close();
    await second.close();
  }
  await expect(ask(first.display)).rejects.toThrow();
});

/** Talks to an X server as any client would; xauth is the one client that is always there. */
async function ask(display: string): Promise<void> {
  const args = ['-f', '/dev/null', 'generate', display, '.', 'trusted'];
  const { stderr } = await promisify(execFile)('xauth', args).catch((error: { stderr: string }) => error);
  if (/unable to open display/.test(stderr)) throw new Error(stderr);
}
