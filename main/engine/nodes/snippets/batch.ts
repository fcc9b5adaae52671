/** Runs a snippet on a batch of executions of one node. */
import type { z } from 'zod';
import type { sandboxSchema } from '#core/pipeline/sandbox.ts';
import type { Snippet, SnippetGrants, SnippetLimits, SnippetOutcome } from '../../code/snippet.ts';
import type { EngineContext } from '../../context.ts';
import { editItem } from '../item-edit.ts';
import type { LateResult, NodeRun, Outcome } from '../node.ts';
import { cut, faultError } from './faults.ts';
import { argumentOf, contextOf, type Given, givenTo, ownContexts } from './given.ts';
import { readReturned } from './returned.ts';

export type SandboxSettings = z.output<typeof sandboxSchema>;

export type Batch = {
  readonly ctx: EngineContext;
  readonly runs: readonly NodeRun[];
  readonly snippet: Snippet;
  readonly settings: SandboxSettings;
  /** For the snippet's `context.config`. */
  readonly config: unknown;
  /** What ran, for a person. */
  readonly why: string;
  readonly signal: AbortSignal;
};

/** Defaults for one item. */
const TIMEOUT_SECONDS = 10;
const MEMORY_MEGABYTES = 128;
/** Characters of an execution's log that are kept. */
const MOST_LOG = 8_000;
/** Characters of what is told of changes. */
const MOST_WHY = 2_000;

/** One outcome for each run, in order. Rejects with `aborted`. */
export async function runSnippet({ ctx, runs, snippet, ...batch }: Batch): Promise<Outcome[]> {
  const { settings, config, why, signal } = batch;
  const [first] = runs;
  if (!first) return [];
  const { prepared, ready, own, context } = ctx.db.read(() => {
    const all = runs.map((run) => prepare(ctx, run));
    const able = all.filter((one) => one.ok);
    const contexts = ownContexts(
      ctx.db,
      able.map((one) => one.run.work),
    );
    return { prepared: all, ready: able, own: contexts, context: contextOf(ctx.db, first) };
  });
  const outcomes = await ctx.sandbox.run(
    {
      snippet,
      items: ready.map((one) => one.argument),
      own,
      context: { ...context, config },
      limits: limitsOf(settings),
      grants: grantsOf(ctx, settings),
    },
    signal,
  );
  const byRun = new Map(ready.map((one, at) => [one.run, outcomes[at]]));
  return prepared.map((one): Outcome => {
    const outcome = byRun.get(one.run);
    if (!one.ok || !outcome) return { ok: false, error: one.ok ? new Error('no answer') : one.error };
    return outcomeOf(ctx, one.run, one.given, outcome, why);
  });
}

type Prepared =
  | { readonly ok: true; readonly run: NodeRun; readonly given: Given; readonly argument: unknown }
  | { readonly ok: false; readonly run: NodeRun; readonly error: unknown };

function prepare(ctx: EngineContext, run: NodeRun): Prepared {
  try {
    const given = givenTo(ctx.db, run);
    return { ok: true, run, given, argument: argumentOf(run, given) };
  } catch (error) {
    return { ok: false, run, error };
  }
}

/** What a snippet's outcome is for its execution. */
export function outcomeOf(
  ctx: EngineContext,
  run: NodeRun,
  given: Given,
  outcome: SnippetOutcome,
  why: string,
): Outcome {
  if (!outcome.ok) return { ok: false, error: faultError(run.node.name, outcome) };
  try {
    return { ok: true, result: resultOf(ctx, run, given, outcome, why) };
  } catch (error) {
    return { ok: false, error };
  }
}

function resultOf(
  ctx: EngineContext,
  { node, work }: NodeRun,
  given: Given,
  { value, action, logs }: SnippetOutcome & { ok: true },
  why: string,
): LateResult {
  const { outputs, edits } = readReturned(ctx.db, node, given.items, value);
  const result = { kind: 'done', outputs, action, why } as const;
  if (edits.length === 0 && logs.length === 0) return result;
  return (tx) => {
    if (logs.length > 0) {
      tx.explain({ execution: work.key, kind: 'log', text: cut(logs.join('\n'), MOST_LOG) });
    }
    const changed = edits.flatMap(({ itemId, edit }) => editItem(tx, work, itemId, edit) ?? []);
    return changed.length > 0
      ? { ...result, why: `${why}; changed ${cut(changed.join('; '), MOST_WHY)}` }
      : result;
  };
}

export function limitsOf(settings: SandboxSettings): SnippetLimits {
  return {
    timeoutMs: (settings?.timeoutSeconds ?? TIMEOUT_SECONDS) * 1000,
    memoryBytes: (settings?.memoryMegabytes ?? MEMORY_MEGABYTES) * 2 ** 20,
  };
}

/** Time is the execution's and chance follows from the item, so that running it again comes to the same. */
function grantsOf(ctx: EngineContext, settings: SandboxSettings): SnippetGrants {
  const grants = settings?.grants ?? [];
  return {
    network: grants.includes('network') ? (settings?.hosts ?? ['*']) : [],
    files: grants.includes('files') ? [ctx.files.shared] : [],
    clock: false,
    random: false,
  };
}
