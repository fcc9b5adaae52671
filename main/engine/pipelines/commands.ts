/**
 * Commands: what was asked for many items or cycles at once, done a part at a time between the batches of the runner. A
 * part and how far the command has come are one transaction, so it goes on exactly there after a crash.
 */
import { z } from 'zod';
import { rerunMethodSchema } from '#contract/pipelines.ts';
import { toWireError } from '#core/errors.ts';
import { parseFilter } from '#core/filters/parse.ts';
import type { Command, CommandType } from '#core/model/command.ts';
import { cycleStatusSchema } from '#core/model/cycle.ts';
import { commandIdSchema, itemIdSchema, type PipelineId } from '#core/model/ids.ts';
import type { EngineContext } from '../context.ts';
import {
  advanceCommand,
  endCommand,
  findCommand,
  insertCommand,
  nextCommand,
  type StoredCommand,
} from '../db/queries/commands.ts';
import { listCycleHeads, readCycleHead } from '../db/queries/cycles.ts';
import { listItemIdsMatching } from '../db/queries/filters.ts';
import { findPipelineHead, type PipelineHead } from '../db/queries/pipelines.ts';
import { startCycle } from '../jobs/cycles.ts';
import { type Graphs, runNode } from '../jobs/graphs.ts';
import type { RunPlan } from '../nodes/node.ts';
import { MACHINE, type Tx } from '../unit.ts';
import { type ExistingSpec, existingPart, existingSpec } from './existing.ts';
import { rerunCycle } from './rerun.ts';
import { cancelJobs, terminateCycle } from './terminate.ts';

/** Things a part. */
const PART = 256;

const executeSpec = z.object({
  datasetIds: z.array(z.string()),
  filter: z.record(z.string(), z.unknown()),
  nodeId: z.string(),
});
const cyclesSpec = z.object({
  /** Keys, ascending; null: all of the pipeline's. */
  cycles: z.array(z.int()).nullable(),
  upTo: z.int(),
  status: cycleStatusSchema.nullable(),
});
const rerunSpec = cyclesSpec.extend({ method: rerunMethodSchema, startNodeIds: z.array(z.string()) });

export type CommandSpec =
  | { readonly type: 'execute'; readonly spec: z.infer<typeof executeSpec> }
  | { readonly type: 'existing'; readonly spec: ExistingSpec }
  | { readonly type: 'rerun'; readonly spec: z.infer<typeof rerunSpec> }
  | { readonly type: 'terminate'; readonly spec: z.infer<typeof cyclesSpec> };

/** Notes the command; the runner takes it up after the commit. Answers its id. */
export function addCommand(
  tx: Tx,
  pipelineId: PipelineId,
  command: CommandSpec,
  total: number,
): Command['id'] {
  const id = commandIdSchema.parse(tx.id());
  insertCommand(tx.db, { id, ...command, pipelineId, total, creator: tx.actor, at: tx.now });
  return id;
}

/** What a part has done: where the next one goes on, null at the end. */
type Part = { readonly cursor: string | null; readonly done: number };

/** Does a part of the oldest open command. True when there was one. */
export function createCommandRunner(ctx: EngineContext, graphs: Graphs): () => boolean {
  return () => {
    const command = nextCommand(ctx.db);
    if (!command) return false;
    try {
      ctx.unit(MACHINE, (tx) => {
        // It may have been ended between two parts.
        if (findCommand(tx.db, command.id)?.status !== 'in-progress') return;
        const part = doPart(tx, graphs, command);
        advanceCommand(tx.db, command.id, {
          cursor: part.cursor ?? command.cursor,
          done: part.done,
          at: tx.now,
        });
        if (part.cursor === null) {
          endCommand(tx.db, command.id, { status: 'success', error: null, at: tx.now });
        }
      });
    } catch (error) {
      const { message } = toWireError(error);
      ctx.unit(MACHINE, (tx) =>
        endCommand(tx.db, command.id, { status: 'failed', error: message, at: tx.now }),
      );
    }
    if (command.type === 'terminate') cancelJobs(ctx);
    return true;
  };
}

function doPart(tx: Tx, graphs: Graphs, command: StoredCommand): Part {
  const head = command.pipelineId ? findPipelineHead(tx.db, command.pipelineId) : null;
  if (!head) return { cursor: null, done: 0 };
  const parts: Readonly<Record<CommandType, () => Part>> = {
    execute: () =>
      executePart(
        tx,
        graphs(head.id, head.installedVersion || head.version),
        executeSpec.parse(command.spec),
        command.cursor,
      ),
    existing: () =>
      existingPart(
        tx,
        graphs(head.id, head.installedVersion),
        existingSpec.parse(command.spec),
        command.cursor,
      ),
    rerun: () => {
      const spec = rerunSpec.parse(command.spec);
      return cyclesPart(tx, head, spec, command.cursor, (key) => rerunQuietly(tx, graphs, key, spec));
    },
    terminate: () =>
      cyclesPart(tx, head, cyclesSpec.parse(command.spec), command.cursor, (key) =>
        terminateCycle(tx, key, 'The cycle was terminated.'),
      ),
  };
  return parts[command.type]();
}

function executePart(tx: Tx, plan: RunPlan, spec: z.infer<typeof executeSpec>, cursor: string): Part {
  const { datasetIds, nodeId } = spec;
  const filter = parseFilter(spec.filter);
  const page = listItemIdsMatching(tx.db, { datasetIds, filter, after: cursor, limit: PART });
  const port = runNode(plan, nodeId).plan.itemPort ?? 'item';
  for (const id of page) {
    const itemId = itemIdSchema.parse(id);
    startCycle(tx, { plan, nodeId, input: { [port]: itemId }, itemId, why: 'Cycle started by a query' });
  }
  return { cursor: page.length < PART ? null : (page.at(-1) ?? null), done: page.length };
}

function cyclesPart(
  tx: Tx,
  { id: pipelineId, resetCycle }: PipelineHead,
  spec: z.infer<typeof cyclesSpec>,
  cursor: string,
  act: (key: number) => boolean,
): Part {
  const after = Math.max(resetCycle, Number(cursor === '' ? 0 : cursor));
  const named = spec.cycles?.filter((key) => key > after).slice(0, PART);
  const heads = named
    ? named.flatMap((key) => readCycleHead(tx.db, key) ?? [])
    : listCycleHeads(tx.db, { pipelineId, after, limit: PART });
  const wanted = heads.filter(
    (head) =>
      head.pipelineId === pipelineId &&
      head.key <= spec.upTo &&
      (spec.status === null || head.status === spec.status),
  );
  const done = wanted.filter((head) => act(head.key)).length;
  const last = named ? named.at(-1) : heads.at(-1)?.key;
  const isOver = last === undefined || last >= spec.upTo || (named ?? heads).length < PART;
  return { cursor: isOver ? null : String(last), done };
}

/** A cycle in which a machine is at work right now is passed by: the others are not held up by it. */
function rerunQuietly(tx: Tx, graphs: Graphs, key: number, spec: z.infer<typeof rerunSpec>): boolean {
  try {
    return tx.savepoint(() => rerunCycle(tx, graphs, key, spec));
  } catch (error) {
    const text = `Not run again: ${toWireError(error).message}`;
    tx.explain({ kind: 'rerun-refused', cycle: key, text });
    return false;
  }
}
