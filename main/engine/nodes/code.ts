/** Code node: a person's snippet in JavaScript or TypeScript, in the sandbox. */
import { SluiceError } from '#core/errors.ts';
import { configOf } from './config.ts';
import type { BatchNode } from './node.ts';
import { runSnippet } from './snippets/batch.ts';

export const code: BatchNode = {
  lane: 'code',
  async runBatch(ctx, runs, signal) {
    const [first] = runs;
    if (!first) return [];
    const { package: written, sluice } = configOf('code', first.node);
    const { language, code: source } = written;
    if (language === 'python') {
      throw new SluiceError(
        'internal',
        `"${first.node.name}" is in Python, which does not run in the sandbox.`,
      );
    }
    return await runSnippet({
      ctx,
      runs,
      snippet: { language, source, functionName: wishedName(first.node.namespace?.functionName) },
      settings: sluice,
      config: {},
      why: 'the snippet ran',
      signal,
    });
  },
};

/** `run` is what every code node calls its function: the sandbox then looks for other names, too. */
function wishedName(name: string | null | undefined): string | undefined {
  return name && name !== 'run' ? name : undefined;
}
