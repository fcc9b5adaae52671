/** The process of models as the built app has it. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { build } from 'vite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildTargets } from '#dev/build/targets.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
let folder = '';

beforeEach(async () => {
  // Within the repository, so that packages are found from there.
  const cache = join(ROOT, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  folder = await mkdtemp(join(cache, 'models-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it.each(['engine', 'cli'])(
  'predicts as it is built into the %s, in a process and in a thread',
  async (name) => {
    const target = buildTargets(ROOT).find((each) => each.name === name);
    const config = await target?.config(folder);
    const input = config?.build?.rolldownOptions?.input;
    if (!config?.build || !Array.isArray(input)) throw new Error(`There is no target ${name}.`);
    // The models themselves in place of the program, which has them inside.
    const rolldownOptions = {
      ...config.build.rolldownOptions,
      input: [join(ROOT, 'main', 'engine', 'ml', 'models.ts'), ...input.slice(1)],
      preserveEntrySignatures: 'strict' as const,
    };
    await build({
      ...config,
      logLevel: 'error',
      build: { ...config.build, emptyOutDir: false, rolldownOptions },
    });
    const path = join(folder, 'a.png');
    await sharp({ create: { width: 8, height: 4, channels: 3, background: 'white' } }).toFile(path);
    const picture = { itemId: 'a', path, width: 8, height: 4 };
    const script = join(folder, 'script.mjs');
    await writeFile(
      script,
      `import { createModels } from ${JSON.stringify(pathToFileURL(join(folder, 'models.js')).href)};
    for (const way of ['process', 'thread']) {
      const models = createModels({ logger: { log() {} }, modelsFolder: null, way });
      const request = { model: 'sluice/bright-regions', pictures: [${JSON.stringify(picture)}] };
      console.log(JSON.stringify(await models.predict(request)));
      await models.close();
    }`,
    );
    const { stdout } = await promisify(execFile)(process.execPath, [script]);
    const found = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const box = { left: 0, top: 0, right: 8, bottom: 4 };
    const answer = [{ ok: true, itemId: 'a', annotations: [{ label: 'bright', box, confidence: 1 }] }];
    expect(found).toEqual([answer, answer]);
  },
);
