/** The program of a node: its own snippet, or a function of a person. */
import { SluiceError } from '#core/errors.ts';
import type { GraphNode } from '#core/model/graph.ts';
import { userFunction } from '#core/pipeline/kinds/user.ts';
import { runnableOf } from '#core/pipeline/specs.ts';
import type { Snippet } from '../../code/snippet.ts';
import type { EngineContext } from '../../context.ts';
import { configOf } from '../config.ts';
import { readUserFunction } from '../user-functions.ts';
import type { SandboxSettings } from './batch.ts';

export type NodeProgram = {
  readonly snippet: Snippet;
  readonly settings: SandboxSettings;
  /** For the snippet's `context.config`. */
  readonly config: unknown;
};

/** @throws SluiceError `wrong-state` for Python, and as reading the node's settings and the function's file does. */
export async function programOf(ctx: EngineContext, node: GraphNode): Promise<NodeProgram> {
  if (runnableOf(node) === 'user') {
    const { customNodeConfig, sluice } = configOf('user', node);
    const called = node.namespace?.functionName ?? '';
    const { language, source } = await readUserFunction(ctx.files.functions, userFunction(called) ?? called);
    return { snippet: { language, source }, settings: sluice, config: customNodeConfig };
  }
  const { package: written, sluice } = configOf('code', node);
  const { language, code: source } = written;
  if (language === 'python') {
    const message = `"${node.name}" is in Python, which runs with the rights of your account and not in the sandbox.`;
    throw new SluiceError('wrong-state', message, { nodeId: node.id });
  }
  const called = node.namespace?.functionName;
  const functionName = called && called !== 'run' ? called : undefined;
  return { snippet: { language, source, functionName }, settings: sluice, config: {} };
}
