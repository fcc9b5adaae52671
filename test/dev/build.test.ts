/** Builds a small app of the same shape with the real bundler. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashInputs } from '#dev/build/inputs.ts';
import { build } from '#dev/build.ts';

let root: string;
const write = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};
const built = (path: string): Promise<string> => readFile(join(root, 'out', path), 'utf8');

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-build-'));
  await write('package.json', JSON.stringify({ type: 'module', imports: { '#core/*': './main/core/*' } }));
  await write('main/core/words.ts', "export const word: string = 'one';\n");
  await write('main/electron/main.ts', "import { word } from '#core/words.ts';\nconsole.log(word);\n");
  await cp(
    join(import.meta.dirname, '..', '..', 'preload', 'bridge.ts'),
    join(root, 'preload', 'bridge.ts'),
    {
      recursive: true,
    },
  );
});
afterEach(() => rm(root, { recursive: true }));

describe('build', () => {
  it('builds the parts that are there, and again only what has changed', async () => {
    await build({ quiet: true, projectRoot: root });
    expect((await readdir(join(root, 'out'))).sort()).toEqual(['electron', 'preload']);
    expect(await built('electron/main.js')).toContain('one');
    const times = async (): Promise<number[]> =>
      await Promise.all(
        ['electron/main.js', 'preload/bridge.cjs'].map(
          async (path) => (await stat(join(root, 'out', path))).mtimeMs,
        ),
      );
    const before = await times();
    await build({ quiet: true, projectRoot: root });
    expect(await times()).toEqual(before);

    await write('main/electron/main.ts', "console.log('two');\n");
    await build({ quiet: true, projectRoot: root });
    expect(await built('electron/main.js')).toContain('two');
    expect((await times())[1]).toBe(before[1]);
  });

  it('names the calls of the contract in the bridge, and nothing else of it', async () => {
    await build({ quiet: true, projectRoot: root });
    const bridge = await built('preload/bridge.cjs');
    expect(bridge).toContain('"items.list"');
    expect(bridge).not.toContain('media.resolve');
    expect(bridge.length).toBeLessThan(10_000);
  });

  it('may run several times at once', async () => {
    await Promise.all([1, 2, 3].map(() => build({ quiet: true, projectRoot: root })));
    expect((await readdir(join(root, 'out'))).sort()).toEqual(['electron', 'preload']);
    expect(await built('electron/main.js')).toContain('one');
  });

  it('keeps what it has when a part cannot be built, and says where the fault is', async () => {
    await build({ quiet: true, projectRoot: root });
    await write('main/electron/main.ts', "import { gone } from './gone.ts';\nconsole.log(gone);\n");
    await expect(build({ quiet: true, projectRoot: root })).rejects.toThrow(
      /main\/electron\/main\.ts[\s\S]*gone/,
    );
    expect(await built('electron/main.js')).toContain('one');
    expect((await readdir(join(root, 'out'))).sort()).toEqual(['electron', 'preload']);
  });
});

describe('hashInputs', () => {
  it('changes with names and contents, and not with what is absent', async () => {
    const hash = (): Promise<string> => hashInputs(root, ['main', 'none', 'package.json']);
    const first = await hash();
    expect(await hash()).toBe(first);
    await write('main/core/more.ts', '');
    const second = await hash();
    expect(second).not.toBe(first);
    await write('main/core/more.ts', 'x');
    expect(await hash()).not.toBe(second);
  });
});
