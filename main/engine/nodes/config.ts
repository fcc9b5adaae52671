/** A node's configuration, or an error that says what is wrong with it. */
import type { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import type { GraphNode } from '#core/model/graph.ts';

/** @throws SluiceError `pipeline-invalid` naming the node and the field. */
export function configOf<T>(node: GraphNode, parsed: z.ZodSafeParseResult<T>): T {
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SluiceError(
    'pipeline-invalid',
    `"${node.name}" is not set up: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    { nodeId: node.id },
  );
}
