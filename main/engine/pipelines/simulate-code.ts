/** Runs the snippets of a simulation: in the sandbox, without any grant, with what they change kept in memory. */
import { SluiceError, toWireError } from '#core/errors.ts';
import type { GraphNode } from '#core/model/graph.ts';
import type { Plan } from '#core/pipeline/plan.ts';
import { edited } from '#core/pipeline/simulate-edit.ts';
import type { BatchResult, Visit } from '#core/pipeline/simulate-visit.ts';
import { effectOf, runnableOf } from '#core/pipeline/specs.ts';
import type { SnippetOutcome } from '../code/snippet.ts';
import type { EngineContext } from '../context.ts';
import { configOf } from '../nodes/config.ts';
import { limitsOf, type SandboxSettings } from '../nodes/snippets/batch.ts';
import { itemJson, type Json, portJson } from '../nodes/snippets/entities.ts';
import { faultError } from '../nodes/snippets/faults.ts';
import { programOf } from '../nodes/snippets/program.ts';
import { readReturned } from '../nodes/snippets/returned.ts';

type Play = (visits: readonly Visit[]) => Promise<readonly BatchResult[]>;

export type CodeRuns = {
  readonly ctx: EngineContext;
  readonly plan: Plan;
  readonly projectId: string | null;
};

/** How to run each node that runs without an effect outside; by node id. */
export function codeRuns(runs: CodeRuns): Map<string, Play> {
  const found = new Map<string, Play>();
  for (const { node } of runs.plan.nodes.values()) {
    if (isSafe(node)) found.set(node.id, (visits) => playAll(runs, node, visits));
  }
  return found;
}

/** Python, and snippets that may reach the network or files, are not run: what they do cannot be taken back. */
function isSafe(node: GraphNode): boolean {
  const kind = runnableOf(node);
  if ((kind !== 'code' && kind !== 'user') || effectOf(node) === 'outside') return false;
  return !settingsOf(kind, node)?.grants?.length;
}

function settingsOf(kind: 'code' | 'user', node: GraphNode): SandboxSettings {
  try {
    return configOf(kind, node).sluice;
  } catch {
    return { grants: ['files'] };
  }
}

type Prepared = { readonly items: ReadonlyMap<string, Json>; readonly argument: unknown };

async function playAll(
  { ctx, projectId }: CodeRuns,
  node: GraphNode,
  visits: readonly Visit[],
): Promise<BatchResult[]> {
  const prepared = visits.map((visit) => attempt(() => prepare(ctx, visit)));
  const ready = prepared.flatMap((one) => ('value' in one ? [one.value] : []));
  const [first] = visits;
  const { snippet, settings, config } = await programOf(ctx, node);
  const outcomes = await ctx.sandbox.run(
    {
      snippet,
      items: ready.map((one) => one.argument),
      context: {
        nodeId: node.id,
        nodeName: node.name,
        pipelineId: first?.shared.pipelineId ?? null,
        projectId,
        variables: Object.fromEntries(first?.shared.variables ?? []),
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
  const byItem = new Map(ready.map((one, at) => [one, outcomes[at]]));
  return visits.map((visit, at) => {
    const one = prepared[at];
    if (!one || 'error' in one) return { error: one?.error ?? 'no answer' };
    const result = attempt(() => read(ctx, visit, one.value, byItem.get(one.value)));
    return 'value' in result ? result.value : result;
  });
}

/** The argument of a snippet, as the runner makes it, but of items as they are in the simulation. */
function prepare(ctx: EngineContext, { node, input, items }: Visit): Prepared {
  const seen = new Map<string, Json>();
  const json = (value: unknown, type: string): unknown => {
    if (type !== 'Item') return portJson(ctx.db, value, type);
    if (Array.isArray(value)) return value.map((one) => json(one, type));
    const item = typeof value === 'string' ? items.find(value) : null;
    if (!item) return typeof value === 'string' ? { id: value } : value;
    const made = itemJson(item, items.annotations(item.id));
    seen.set(item.id, made);
    return made;
  };
  const ports = node.inputs.filter((port) => input[port.name] !== undefined);
  const values = Object.fromEntries(
    ports.map(({ name, type }) => [name, json(input[name], type.replace(/\[\]$/, ''))]),
  );
  const [only, ...others] = node.inputs;
  if (!only || others.length > 0) return { items: seen, argument: values };
  if (Object.hasOwn(values, only.name)) return { items: seen, argument: values[only.name] };
  throw new SluiceError('invalid-input', `"${node.name}" was given no value for its input "${only.name}".`);
}

function read(
  ctx: EngineContext,
  { node, items }: Visit,
  given: Prepared,
  outcome: SnippetOutcome | undefined,
): BatchResult {
  if (!outcome) return { error: 'no answer' };
  if (!outcome.ok) return { error: faultError(node.name, outcome).message };
  const { outputs, edits } = readReturned(ctx.db, node, given.items, outcome.value);
  for (const { itemId, edit } of edits) {
    const item = items.find(itemId);
    if (item) items.change(itemId, edited(item, edit));
  }
  return { outputs, action: outcome.action, why: 'the snippet ran' };
}

function attempt<T>(work: () => T): { readonly value: T } | { readonly error: string } {
  try {
    return { value: work() };
  } catch (error) {
    return { error: toWireError(error).message };
  }
}
