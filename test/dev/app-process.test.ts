import { describe, expect, test } from 'vitest';
import { runApp } from '#dev/app-process.ts';
import { sandboxSwitches } from '#dev/sandbox.ts';
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
    expect(sandboxSwitches({}, false)).toEqual([]);
    expect(sandboxSwitches({ SLUICE_NO_SANDBOX: '1' }, false)).toEqual([]);
  });

  test('is given up by root only when root says so', () => {
    expect(sandboxSwitches({ SLUICE_NO_SANDBOX: '1' }, true)).toEqual(['--no-sandbox']);
    expect(() => sandboxSwitches({}, true)).toThrow(
      /sandbox cannot run as root.*SLUICE_NO_SANDBOX=1 npm start$/,
    );
    expect(() => sandboxSwitches({ SLUICE_NO_SANDBOX: '0' }, true)).toThrow();
  });
});
