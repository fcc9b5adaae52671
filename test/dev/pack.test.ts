import { describe, expect, test } from 'vitest';
import { failureSentence } from '#dev/pack/builder.ts';
import { builderArguments, parsePackOptions, refuseDevRuntime } from '#dev/pack/options.ts';
import type { ElectronRuntime } from '#dev/runtime/types.ts';

const OFFICIAL: ElectronRuntime = {
  executable: '/p/node_modules/electron/dist/electron',
  version: '45.4.1',
  source: 'official',
  development: false,
  line: 'Electron 45.4.1 (official)',
};
const REGISTRY: ElectronRuntime = {
  executable: '/c/electron',
  version: '33.2.1',
  source: 'registry',
  development: true,
  line: 'Electron 33.2.1 (registry runtime, for development and tests only)',
};

describe('the options of npm run pack', () => {
  test('make the unpacked app when there are none', () => {
    expect(parsePackOptions([])).toEqual({ targets: ['dir'], allowDevRuntime: false });
  });

  test('name targets, and allow a runtime for development', () => {
    const options = parsePackOptions(['--target', 'deb', '--target=AppImage', '--allow-dev-runtime']);
    expect(options).toEqual({ targets: ['deb', 'AppImage'], allowDevRuntime: true });
  });

  test('that are unknown are answered with the usage', () => {
    expect(() => parsePackOptions(['--tarket', 'deb'])).toThrow(/--tarket.*Usage: npm run pack/);
  });
});

describe('a runtime for development', () => {
  test('is refused, and the error names both ways out', () => {
    const start = (): void => refuseDevRuntime(REGISTRY, parsePackOptions([]));
    expect(start).toThrow(/Not packed: Electron 33.2.1 \(registry.*ELECTRON_MIRROR.*--allow-dev-runtime$/);
  });

  test('is taken when that is said, and an official one always', () => {
    expect(() => refuseDevRuntime(REGISTRY, parsePackOptions(['--allow-dev-runtime']))).not.toThrow();
    expect(() => refuseDevRuntime(OFFICIAL, parsePackOptions([]))).not.toThrow();
  });

  test('marks the build, and leaves it open to tests', () => {
    const args = builderArguments(REGISTRY, '/c', parsePackOptions([]), 'linux');
    expect(args).toContain('-c.extraMetadata.sluiceRuntime=development');
    expect(args).toContain('-c.electronFuses.enableNodeCliInspectArguments=true');
    expect(args).toContain('-c.electronDist=/c');
    expect(args).toContain('-c.electronVersion=33.2.1');
  });

  test('an official one gives a build that is closed', () => {
    const args = builderArguments(OFFICIAL, '/e', parsePackOptions([]), 'darwin');
    expect(args.slice(0, 2)).toEqual(['--mac', 'dir']);
    expect(args).toContain('-c.extraMetadata.sluiceRuntime=official');
    expect(args.filter((arg) => arg.includes('Fuses'))).toEqual([]);
  });
});

describe("electron-builder's failures in one sentence", () => {
  test.each([
    '  ⨯ getaddrinfo ENOTFOUND github.com  failedTask=build stackTrace=RequestError: getaddrinfo\n    at x (y.js:1:1)',
    '  ⨯ connect ECONNREFUSED 127.0.0.1:9  failedTask=build stackTrace=RequestError: connect',
    '  ⨯ fetch failed  failedTask=build stackTrace=TypeError: fetch failed',
  ])('no network: %s', (log) => {
    expect(failureSentence(log, ['deb'])).toBe(
      'The target deb needs tools that electron-builder downloads from github.com, which cannot be reached here; ' +
        'the target dir ("npm run pack") needs none.',
    );
  });

  test('anything else is told as electron-builder tells it', () => {
    const log =
      '  • building target=deb\n  ⨯ Please specify project homepage  failedTask=build stackTrace=Error: x\n at y';
    expect(failureSentence(log, ['deb'])).toBe(
      'electron-builder could not make deb: Please specify project homepage.',
    );
    expect(failureSentence('', ['dir'])).toBe('electron-builder could not make dir: it gave no reason.');
  });
});
