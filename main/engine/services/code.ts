/** What nodes can be made of: snippets to check and to try, functions and models. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { runnableOf } from '#core/pipeline/specs.ts';
import type { EngineContext } from '../context.ts';
import { MODEL_CATALOGUE } from '../ml/catalogue.ts';
import { ownFunctions } from '../nodes/own-functions.ts';
import { tryCode } from '../nodes/snippets/trial.ts';

type CodeCalls = 'code.check' | 'code.try' | 'functions.list' | 'models.list';

export function codeHandlers(ctx: EngineContext): Handlers<CodeCalls> {
  return {
    'code.check': async ({ language, code: source }) => {
      if (language === 'python') return { problem: null };
      return { problem: await ctx.sandbox.check({ language, source }, ctx.closing) };
    },
    'code.try': async ({ graph, nodeId, itemId, projectId }) => {
      const node = graph.nodes.find((one) => one.id === nodeId);
      const kind = node ? runnableOf(node) : null;
      if (!node || (kind !== 'code' && kind !== 'user')) {
        throw new SluiceError('invalid-input', 'Only nodes with code can be tried on an item.', { nodeId });
      }
      return await tryCode(ctx, { graph, node, itemId, projectId });
    },
    'functions.list': async () => {
      const folder = ctx.files.functions;
      return { folder, functions: await ownFunctions(folder) };
    },
    'models.list': () =>
      MODEL_CATALOGUE.map(({ id, title, labels, confidence }) => ({
        id,
        title,
        labels: [...labels],
        confidence,
      })),
  };
}
