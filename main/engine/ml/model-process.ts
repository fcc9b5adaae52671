/**
 * The process of one model, started by `model-child.ts`. A message that it does not understand ends it.
 */
import { SluiceError, toWireError } from '#core/errors.ts';
import { engineChannel } from '../process-channel.ts';
import { brightRegionsModel } from './bright-regions.ts';
import type { Model, PredictOutcome } from './model.ts';
import { keepPredictions } from './predictions.ts';
import { type FromModel, type ToModel, toModelSchema } from './protocol.ts';

/** The models that come with the app. */
const MODELS: readonly Model[] = [brightRegionsModel];

type Start = Extract<ToModel, { kind: 'start' }>;
type Predict = Extract<ToModel, { kind: 'predict' }>;

const channel = engineChannel();
const running = new Map<number, AbortController>();
let model: Model | undefined;

channel.onMessage((raw) => {
  const message = toModelSchema.parse(raw);
  switch (message.kind) {
    case 'start':
      setInterval(() => say({ kind: 'alive' }), message.beatMs);
      void start(message);
      break;
    case 'predict':
      void answer(message);
      break;
    case 'cancel':
      running.get(message.batch)?.abort();
      break;
    case 'close':
      process.exit(0);
  }
});

function say(message: FromModel): void {
  channel.send(message);
}

async function start(message: Start): Promise<void> {
  try {
    const found = await findModel(message);
    await found.load({ folder: message.folder });
    model = found;
    say({ kind: 'ready' });
  } catch (error) {
    say({ kind: 'unable', error: toWireError(error) });
  }
}

async function findModel({ model: id, module }: Start): Promise<Model> {
  const known = module === null ? MODELS : await modelsOf(module);
  const found = known.find((one) => one.id === id);
  if (!found) throw new SluiceError('not-found', `There is no model "${id}".`, { model: id });
  return found;
}

async function modelsOf(module: string): Promise<Model[]> {
  const { model }: { readonly model?: Model } = await import(/* @vite-ignore */ module);
  return model ? [model] : [];
}

async function answer(message: Predict): Promise<void> {
  const { batch, pictures, config } = message;
  const cancelled = new AbortController();
  running.set(batch, cancelled);
  try {
    if (!model) throw new SluiceError('wrong-state', 'The model is asked before it was loaded.');
    const answers = await model.predict({
      pictures,
      settings: config.settings,
      signal: cancelled.signal,
      begin: (index) => say({ kind: 'working', batch, index }),
    });
    const outcomes = answers.map((one, index): PredictOutcome => {
      const picture = pictures[index];
      if (!picture)
        throw new SluiceError('internal', `The model "${model?.id}" answered for more pictures than it got.`);
      if (!one.ok) return { itemId: picture.itemId, ...one };
      return {
        itemId: picture.itemId,
        ok: true,
        annotations: keepPredictions(one.annotations, picture, config),
      };
    });
    say({ kind: 'outcomes', batch, outcomes });
  } catch (error) {
    say({ kind: 'failed', batch, error: toWireError(error) });
  } finally {
    running.delete(batch);
  }
}
