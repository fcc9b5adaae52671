/** A node's configuration, or an error that says what is wrong with it. */
import { SluiceError } from '#core/errors.ts';
import type { GraphNode } from '#core/model/graph.ts';
import { type ConfigOf, parseConfig, type Runnable } from '#core/pipeline/specs.ts';

/** Nodes of a version never change, and reading one takes longer than a quick node's whole work. */
const known = new WeakMap<GraphNode, unknown>();

/** @throws SluiceError `pipeline-invalid` naming the node and the field. */
export function configOf<K extends Runnable>(kind: K, node: GraphNode): ConfigOf<K> {
  const found = known.get(node);
  if (found !== undefined) return found as ConfigOf<K>;
  const parsed = parseConfig(kind, node);
  if (parsed.success) {
    known.set(node, parsed.data);
    return parsed.data;
  }
  const [issue] = parsed.error.issues;
  throw new SluiceError(
    'pipeline-invalid',
    `"${node.name}" is not set up: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    { nodeId: node.id },
  );
}
