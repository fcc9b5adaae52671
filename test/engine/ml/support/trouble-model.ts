/** A model that makes the trouble its settings ask for, at the item `bad` (or the one they name), and writes a file `working` before. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { SluiceError } from '#core/errors.ts';
import type { Model, ModelBatch, PictureAnswer } from '#engine/ml/model.ts';

const NOTHING: PictureAnswer = { ok: true, annotations: [] };
let folder = '';

const deeds: Readonly<Record<string, (batch: ModelBatch) => Promise<PictureAnswer>>> = {
  spin: async () => {
    for (;;);
  },
  wait: () => new Promise(() => undefined),
  waitForCancel: ({ signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('cancelled')));
    }),
  exit: async () => {
    console.error('out of luck');
    process.exit(7);
  },
  throwLater: () => {
    setImmediate(() => {
      throw new Error('thrown outside of any call');
    });
    return new Promise(() => undefined);
  },
  nonsense: async () => {
    const words = { kind: 'outcomes', batch: 'first' };
    if (parentPort) parentPort.postMessage(words);
    else process.send?.(words);
    return new Promise(() => undefined);
  },
  bug: async () => {
    throw new TypeError('thing is not a function');
  },
  unfit: async () => {
    throw new SluiceError('unsupported', 'Pictures of this kind are not for me.', { kind: 'odd' });
  },
  say: async () => {
    console.log('a word');
    return NOTHING;
  },
};

export const model: Model = {
  id: 'test/trouble',
  async load(files) {
    folder = files.folder ?? '';
    if (existsSync(join(folder, 'no-weights')))
      throw new SluiceError('not-found', 'The weights are missing.');
    if (existsSync(join(folder, 'slow-weights'))) await new Promise(() => undefined);
  },
  async predict(batch) {
    const { deed = '', blind = false, forget = false, bad = 'bad' } = batch.settings;
    const answers: PictureAnswer[] = [];
    for (const [index, { itemId }] of batch.pictures.entries()) {
      if (!blind) batch.begin(index);
      if (itemId !== bad) answers.push(NOTHING);
      else {
        writeFileSync(join(folder, 'working'), '');
        answers.push((await deeds[String(deed)]?.(batch)) ?? NOTHING);
      }
    }
    return forget ? answers.slice(1) : answers;
  },
};
