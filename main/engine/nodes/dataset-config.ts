/** How a dataset node is set up just now: a variable may say which dataset. */
import type { GraphNode } from '#core/model/graph.ts';
import { type ConfigOf, parseConfig, runnableOf } from '#core/pipeline/specs.ts';
import { withVariables } from '#core/pipeline/variables.ts';
import type { ReadableDb } from '../db/driver.ts';
import { configOf } from './config.ts';
import { variableValue } from './inputs.ts';
import type { RunPlan } from './node.ts';

/** Null: it has no dataset now, or is of another kind. */
export function storageOf(
  db: ReadableDb,
  plan: RunPlan,
  { node }: { readonly node: GraphNode },
): ConfigOf<'storage'> | null {
  if (runnableOf(node) !== 'storage') return null;
  const variable = datasetVariable(node);
  if (!variable) return configOf('storage', node);
  const values = new Map([[variable, variableValue(db, plan, variable)]]);
  const config = parseConfig('storage', withVariables(node, values));
  return config.success ? config.data : null;
}

/** The variable that names the dataset; null when the node names it itself. */
export function datasetVariable(node: GraphNode): string | null {
  const name = node.metadata['variableDataset'];
  return typeof name === 'string' && name !== '' ? name : null;
}
