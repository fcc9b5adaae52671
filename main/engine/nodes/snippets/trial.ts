/** Runs the snippet of a node on one item, in the sandbox: nothing is granted, and nothing of what it does is kept. */
import { SluiceError, toWireError } from '#core/errors.ts';
import type { CodeTrial } from '#core/model/code-trial.ts';
import type { Graph, GraphNode } from '#core/model/graph.ts';
import type { Item } from '#core/model/item.ts';
import { variableValues } from '#core/pipeline/variables.ts';
import type { SnippetOutcome } from '../../code/snippet.ts';
import type { EngineContext } from '../../context.ts';
import { findItem } from '../../db/queries/items.ts';
import { limitsOf } from './batch.ts';
import { type Json, storedItemJson } from './entities.ts';
import { cut } from './faults.ts';
import { programOf } from './program.ts';
import { readReturned } from './returned.ts';

export type TrialOrder = {
  readonly graph: Graph;
  readonly node: GraphNode;
  readonly itemId: string;
  readonly projectId: string | null;
};

const MOST_LOGS = 1_000;
const MOST_LINE = 2_000;
/** Characters of what was returned that are shown. */
const MOST_RETURNED = 200_000;

/** @throws SluiceError `not-found` for the item, `wrong-state` for Python, `pipeline-invalid` for a node's settings. */
export async function tryCode(ctx: EngineContext, order: TrialOrder): Promise<CodeTrial> {
  const { graph, node, itemId, projectId } = order;
  const item = findItem(ctx.db, itemId);
  if (!item) throw new SluiceError('not-found', 'This item is not there any more.', { itemId });
  const { snippet, settings, config } = await programOf(ctx, node);
  const json = storedItemJson(ctx.db, item);
  const begun = performance.now();
  const [outcome] = await ctx.sandbox.run(
    {
      snippet,
      items: [argumentFor(node, json)],
      context: {
        nodeId: node.id,
        nodeName: node.name,
        pipelineId: null,
        projectId,
        variables: Object.fromEntries(variableValues(graph)),
        cycleId: null,
        executionId: null,
        config,
        time: ctx.ports.clock.now(),
      },
      limits: limitsOf(settings),
      grants: { network: [], files: [], clock: false, random: false },
    },
    ctx.closing,
  );
  if (!outcome) throw new SluiceError('internal', 'The sandbox did not answer.');
  const milliseconds = Math.round((performance.now() - begun) * 10) / 10;
  const logs = outcome.logs.slice(0, MOST_LOGS).map((line) => cut(line, MOST_LINE));
  return trialOf(ctx, node, { item, json }, { outcome, shared: { logs, milliseconds } });
}

type Ran = {
  readonly outcome: SnippetOutcome;
  readonly shared: { readonly logs: string[]; readonly milliseconds: number };
};

function trialOf(
  ctx: EngineContext,
  node: GraphNode,
  { item, json }: { readonly item: Item; readonly json: Json },
  { outcome, shared }: Ran,
): CodeTrial {
  if (!outcome.ok) {
    const { kind, message, stack, place } = outcome;
    return { ok: false, kind, message, stack, place, ...shared };
  }
  try {
    const { edits } = readReturned(ctx.db, node, new Map([[item.id, json]]), outcome.value);
    const changes = edits.map(({ itemId, edit }) => ({
      itemId,
      set: { ...edit.user?.set },
      remove: [...(edit.user?.remove ?? [])],
      tagsAdded: [...(edit.tags?.add ?? [])],
      tagsRemoved: [...(edit.tags?.remove ?? [])],
    }));
    return { ok: true, returned: shortened(outcome.value), action: outcome.action, changes, ...shared };
  } catch (error) {
    const { message } = toWireError(error);
    return { ok: false, kind: 'returned', message, stack: '', place: null, ...shared };
  }
}

/** The item for the only input; with several, an object with it under the name of each input that takes an item. */
function argumentFor(node: GraphNode, json: Json): unknown {
  const [, second] = node.inputs;
  if (!second) return node.inputs[0]?.type.endsWith('[]') ? [json] : json;
  return Object.fromEntries(
    node.inputs.flatMap(({ name, type }) => (type.replace(/\[\]$/, '') === 'Item' ? [[name, json]] : [])),
  );
}

function shortened(value: unknown): unknown {
  const text = JSON.stringify(value) ?? 'null';
  return text.length > MOST_RETURNED ? `${text.slice(0, MOST_RETURNED)}…` : value;
}
