import { describe, expect, test } from 'vitest';
import { runApp } from '#dev/app-process.ts';
import { decideSandbox } from '#dev/sandbox.ts';
import { runScript } from './support/child.ts';

function node(script: string): Promise<number> {
  return runApp({ executable: process.execPath, args: ['-e', script], env: process.env });
}

describe('running the app', () => {
  test.each([0, 1, 7])('gives its exit code %i', async (code) => {
    expect(await node(`process.exit(${code})`)).toBe(code);
  });

  test('gives 128 + 9 for an app that was killed', async () => {
    expect(await node(`process.kill(process.pid, 'SIGKILL')`)).toBe(137);
  });

  test('names an executable that is not there', async () => {
    const start = runApp({ executable: '/nonexistent/electron', args: [], env: {} });
    await expect(start).rejects.toThrow(/\/nonexistent\/electron could not be started/);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'passes %s on, and waits for the app',
    async (signal) => {
      const run = runScript('run-app.ts', []);
      await run.saw('app ready');
      await run.end(signal);
      const { code, lines } = await run.result();
      expect(lines).toEqual(['app ready', `app got ${signal}`, 'app cleaned up']);
      expect(code).toBe(5);
    },
  );
});

describe('the sandbox', () => {
  test('stays on for everybody but root', () => {
    expect(decideSandbox({}, false)).toEqual({ switches: [] });
    expect(decideSandbox({ SLUICE_NO_SANDBOX: '1' }, false)).toEqual({ switches: [] });
  });

  test('is given up by root with a word about it, unless that is forbidden', () => {
    expect(decideSandbox({}, true)).toEqual({
      switches: ['--no-sandbox'],
      note: expect.stringContaining('Running as root'),
    });
    expect(() => decideSandbox({ SLUICE_NO_SANDBOX: '0' }, true)).toThrow(/start as an ordinary user/);
  });
});
