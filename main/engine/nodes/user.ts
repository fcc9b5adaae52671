/** Functions of people, from the workspace's folder `functions`: they run as snippets do. */
import { userFunction } from '#core/pipeline/kinds/user.ts';
import { configOf } from './config.ts';
import type { BatchNode } from './node.ts';
import { runSnippet } from './snippets/batch.ts';
import { readUserFunction } from './user-functions.ts';

export const user: BatchNode = {
  lane: 'code',
  async runBatch(ctx, runs, signal) {
    const [first] = runs;
    if (!first) return [];
    const { customNodeConfig, sluice } = configOf('user', first.node);
    const called = first.node.namespace?.functionName ?? '';
    const { file, hash, language, source } = await readUserFunction(
      ctx.files.functions,
      userFunction(called) ?? called,
    );
    return await runSnippet({
      ctx,
      runs,
      snippet: { language, source },
      settings: sluice,
      config: customNodeConfig,
      why: `ran ${file} (${hash})`,
      signal,
    });
  },
};
