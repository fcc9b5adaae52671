/** Pictures for models, and models that are closed at the end of the test. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach } from 'vitest';
import type { ModelPicture } from '#engine/ml/model.ts';
import { createModels, type Models, type ModelsOptions } from '#engine/ml/models.ts';
import { troubleInfo } from './trouble-info.ts';

export type Patch = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** 0 to 255 */
  readonly grey: number;
};

export type PictureOptions = {
  readonly width: number;
  readonly height: number;
  readonly orientation?: number;
};

/** A temporary folder per test, removed after it with all models made by `models` closed. */
export function modelWorld() {
  let folder = '';
  const made: Models[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-models-'));
  });
  afterEach(async () => {
    await Promise.all(made.splice(0).map((models) => models.close()));
    await rm(folder, { recursive: true, force: true });
  });
  return {
    path: (name: string) => join(folder, name),
    models(options: Partial<ModelsOptions> = {}): Models {
      const models = createModels({
        logger: { log: () => undefined },
        modelsFolder: folder,
        extra: [troubleInfo],
        ...options,
      });
      made.push(models);
      return models;
    },
    /** A black picture with grey patches, stored as it is and said to be turned. The answer has its upright size. */
    async picture(name: string, options: PictureOptions, patches: readonly Patch[]): Promise<ModelPicture> {
      const { width, height, orientation = 1 } = options;
      const path = join(folder, name);
      const black = { create: { width, height, channels: 3, background: 'black' } } as const;
      await sharp(black)
        .composite(
          patches.map(({ left, top, width, height, grey }) => ({
            input: { create: { width, height, channels: 3, background: { r: grey, g: grey, b: grey } } },
            left,
            top,
          })),
        )
        .withMetadata({ orientation })
        .toFile(path);
      const upright = orientation > 4 ? { width: height, height: width } : { width, height };
      return { itemId: name, path, ...upright };
    },
  };
}

/** Waits for something that is sure to happen. */
export async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setTimeout(resolve, 5));
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
