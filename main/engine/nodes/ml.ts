/** Model node: labels items with a model. The labels are written in the transaction that ends the execution. */
import { SluiceError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import type { ModelPicture, PredictOutcome } from '../ml/model.ts';
import { requirePredict } from '../ml/model-errors.ts';
import type { ModelState } from '../ml/models.ts';
import { configOf } from './config.ts';
import { variableValue } from './inputs.ts';
import type { BatchNode, LateResult, NodeRun, Outcome } from './node.ts';
import { picturePath } from './picture.ts';
import { predictAll } from './predict-all.ts';
import { savePredictions } from './predictions.ts';

export const ml: BatchNode = {
  lane: 'model',
  async runBatch(ctx, runs, signal) {
    const [first] = runs;
    if (!first) return [];
    requirePredict(first.node.namespace?.functionName || 'predict');
    const model = modelOf(ctx, first);
    const { modelConfig } = configOf('ml', first.node);
    const pictures = new Map<string, ModelPicture>();
    const failed = new Map<NodeRun, unknown>();
    for (const run of runs) {
      try {
        const item = run.item();
        const path = await picturePath(ctx, run.node, item, signal);
        pictures.set(item.id, { itemId: item.id, path, width: item.width, height: item.height });
      } catch (error) {
        failed.set(run, error);
      }
    }
    const wanted = { model: model.id, config: modelConfig ?? {}, pictures: [...pictures.values()] };
    const answers = await predictAll(ctx.models, wanted, signal);
    return runs.map((run): Outcome => {
      if (failed.has(run)) return { ok: false, error: failed.get(run) };
      const answer = answers.get(run.work.itemId ?? '');
      if (!answer) return { ok: false, error: new Error('The model gave no answer.') };
      if (answer instanceof SluiceError) return { ok: false, error: answer };
      if (!answer.ok) return { ok: false, error: new SluiceError(answer.code, answer.message) };
      return { ok: true, result: resultOf(run, model, answer) };
    });
  },
};

/** The model that the node names: by its id or its title, or by the variable that has one of them. */
function modelOf(ctx: EngineContext, { node, plan }: NodeRun): ModelState {
  const { modelId, modelName, variableModel } = configOf('ml', node);
  const named = variableModel ? variableValue(ctx.db, plan, variableModel) : null;
  const wishes = [named, modelId, modelName].filter((wish) => typeof wish === 'string' && wish !== '');
  const models = ctx.models.list();
  for (const wish of wishes) {
    const found = models.find(({ id, title }) => id === wish || title === wish);
    if (found) return found;
  }
  const known = models.map(({ id }) => `"${id}"`).join(', ');
  throw new SluiceError(
    'not-found',
    `"${node.name}" wants the model "${wishes[0] ?? ''}", which is not on this computer. Those that are: ${known}.`,
    { wishes },
  );
}

function resultOf(
  { node, work }: NodeRun,
  model: ModelState,
  { itemId, annotations }: PredictOutcome & { ok: true },
): LateResult {
  return (tx) => {
    const { ids, added, removed } = savePredictions(tx, work, { itemId, model, found: annotations });
    const outputs = Object.fromEntries(
      node.outputs.map((port) => [port.name, port.type.startsWith('Annotation') ? ids : itemId]),
    );
    const replaced = removed > 0 ? `, ${removed} older ones are gone` : '';
    const why = `"${model.title}" found ${ids.length}: ${added} new${replaced}`;
    return { kind: 'done', outputs, action: null, why };
  };
}
