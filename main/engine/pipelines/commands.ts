/**
 * Commands: what was asked for many items or cycles at once, done a part at a time between the batches of the runner. A
 * part and how far the command has come are one transaction, so it goes on exactly there after a crash.
 */
import { z } from 'zod';
import { rerunMethodSchema } from '#contract/pipelines.ts';
import { isSluiceError, toWireError } from '#core/errors.ts';
import { parseFilter } from '#core/filters/parse.ts';
import type { Command, CommandType } from '#core/model/command.ts';
import { cycleStatusSchema } from '#core/model/cycle.ts';
import { commandIdSchema, itemIdSchema, type PipelineId } from '#core/model/ids.ts';
import type { EngineContext } from '../context.ts';
import type { ReadableDb } from '../db/driver.ts';
import {
  advanceCommand,
  endCommand,
  findCommand,
  insertCommand,
  listOpenCommands,
  type StoredCommand,
} from '../db/queries/commands.ts';
import { cyclesMatching } from '../db/queries/cycle-search.ts';
import { listCycleHeads, readCycleHead } from '../db/queries/cycles.ts';
import { lookForItems } from '../db/queries/item-windows.ts';
import { findPipelineHead, type PipelineHead } from '../db/queries/pipelines.ts';
import type { WorkspaceFiles } from '../files.ts';
import { isFull } from '../jobs/claims.ts';
import { startCycle } from '../jobs/cycles.ts';
import { type Graphs, runNode } from '../jobs/graphs.ts';
import type { RunPlan } from '../nodes/node.ts';
import { isSetCommand, type SetCommandSpec, setPart } from '../sets/parts.ts';
import { MACHINE, type Tx } from '../unit.ts';
import { type ExistingSpec, existingPart, existingSpec } from './existing.ts';
import { rerunCycle } from './rerun.ts';
import { type EmptySpec, emptyPart, emptySpec, type FillSpec, fillPart, fillSpec } from './task-items.ts';
import { cancelJobs, terminateCycle } from './terminate.ts';
import { type VocabularySpec, vocabularyPart, vocabularySpec } from './vocabulary.ts';

/** Things a part. */
const PART = 256;

/** Those that look for items: how many there are they know at their end, and not before. */
const LOOKING: readonly CommandType[] = [
  'execute',
  'fill-task',
  'empty-task',
  'clone',
  'merge',
  'split',
  'update-items',
  'export',
  'vocabulary',
];

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
  /** DQL; null: all. Commands from before there was one have none. */
  filter: z.record(z.string(), z.unknown()).nullish(),
});
const rerunSpec = cyclesSpec.extend({ method: rerunMethodSchema, startNodeIds: z.array(z.string()) });

export type CommandSpec =
  | SetCommandSpec
  | { readonly type: 'vocabulary'; readonly spec: VocabularySpec }
  | { readonly type: 'fill-task'; readonly spec: FillSpec }
  | { readonly type: 'empty-task'; readonly spec: EmptySpec }
  | { readonly type: 'execute'; readonly spec: z.infer<typeof executeSpec> }
  | { readonly type: 'existing'; readonly spec: ExistingSpec }
  | { readonly type: 'rerun'; readonly spec: z.infer<typeof rerunSpec> }
  | { readonly type: 'terminate'; readonly spec: z.infer<typeof cyclesSpec> };

/**
 * Notes the command; the runner takes it up after the commit. Answers its id.
 * @param reply what whoever asked for it reads in it.
 */
export function addCommand(
  tx: Tx,
  pipelineId: PipelineId | null,
  command: CommandSpec & { readonly reply?: Command['reply'] },
  total: number,
): Command['id'] {
  const id = commandIdSchema.parse(tx.id());
  insertCommand(tx.db, { id, ...command, pipelineId, total, creator: tx.actor, at: tx.now });
  return id;
}

/** Notes what is done already, for clients that ask for everything of its kind as a command. */
export function noteDone(tx: Tx, type: CommandType, reply: Command['reply']): Command['id'] {
  const id = commandIdSchema.parse(tx.id());
  const made = { id, type, pipelineId: null, spec: {}, reply, total: 0, creator: tx.actor, at: tx.now };
  insertCommand(tx.db, { ...made, status: 'success' });
  return id;
}

/** What a part has done: where the next one goes on, null at the end. */
type Part = { readonly cursor: string | null; readonly done: number };

/** Does a part of a command that is under way, of each in turn. True when there was one that could go on. */
export function createCommandRunner(ctx: EngineContext, graphs: Graphs): () => boolean {
  let last = '';
  return () => {
    const command = nextCommand(ctx.db, graphs, last);
    if (!command) return false;
    last = command.id;
    try {
      ctx.unit(MACHINE, (tx) => {
        // It may have been ended between two parts.
        if (findCommand(tx.db, command.id)?.status !== 'in-progress') return;
        const part = doPart(tx, ctx.files, graphs, command);
        advanceCommand(tx.db, command.id, {
          cursor: part.cursor ?? command.cursor,
          done: part.done,
          at: tx.now,
        });
        if (part.cursor === null) {
          const isLooking = LOOKING.includes(command.type);
          endCommand(tx.db, command.id, { status: 'success', error: null, at: tx.now, isLooking });
        }
      });
    } catch (error) {
      // Trouble of the disk is not the command's: it goes on when that is over.
      if (isSluiceError(error, 'disk-full', 'read-only', 'database-corrupt', 'io')) throw error;
      const { message } = toWireError(error);
      ctx.unit(MACHINE, (tx) =>
        endCommand(tx.db, command.id, { status: 'failed', error: message, at: tx.now }),
      );
    }
    if (command.type === 'terminate') cancelJobs(ctx);
    return true;
  };
}

/** Ending goes before everything else, or a command that was a mistake could not be stopped. */
function nextCommand(db: ReadableDb, graphs: Graphs, last: string): StoredCommand | undefined {
  const open = listOpenCommands(db).toSorted((a, b) => a.id.localeCompare(b.id));
  // A label that is renamed twice: the second must find what the first has made of it.
  const eldest = open.find(({ type }) => type === 'vocabulary');
  const turn = [...open.filter(({ id }) => id > last), ...open.filter(({ id }) => id <= last)];
  return (
    turn.find(({ type }) => type === 'terminate') ??
    turn.find(
      (command) => (command.type !== 'vocabulary' || command === eldest) && hasRoom(db, graphs, command),
    )
  );
}

/** Whether more cycles may begin where the command starts them. */
function hasRoom(db: ReadableDb, graphs: Graphs, { type, pipelineId, spec }: StoredCommand): boolean {
  if ((type !== 'execute' && type !== 'existing') || pipelineId === null) return true;
  const head = findPipelineHead(db, pipelineId);
  const node = head && graphs(head.id, head.installedVersion).nodes.get(String(spec['nodeId']));
  return !node || !isFull(db, node);
}

function doPart(tx: Tx, files: WorkspaceFiles, graphs: Graphs, command: StoredCommand): Part {
  if (isSetCommand(command)) return setPart(tx, files, command);
  if (command.type === 'vocabulary') return vocabularyPart(tx, vocabularySpec.parse(command.spec), command);
  const head = command.pipelineId ? findPipelineHead(tx.db, command.pipelineId) : null;
  if (!head) return { cursor: null, done: 0 };
  const parts: Readonly<Partial<Record<CommandType, () => Part>>> = {
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
    'fill-task': () => fillPart(tx, graphs, fillSpec.parse(command.spec), command),
    'empty-task': () => emptyPart(tx, emptySpec.parse(command.spec), command),
    rerun: () => {
      const spec = rerunSpec.parse(command.spec);
      return cyclesPart(tx, head, spec, command.cursor, (key) => rerunQuietly(tx, graphs, key, spec));
    },
    terminate: () =>
      cyclesPart(tx, head, cyclesSpec.parse(command.spec), command.cursor, (key) =>
        terminateCycle(tx, key, 'The cycle was terminated.'),
      ),
  };
  // The others are done when they are noted.
  return parts[command.type]?.() ?? { cursor: null, done: 0 };
}

function executePart(tx: Tx, plan: RunPlan, spec: z.infer<typeof executeSpec>, cursor: string): Part {
  const { datasetIds, nodeId } = spec;
  const filter = parseFilter(spec.filter);
  const page = lookForItems(tx.db, { datasetIds, filter, after: cursor, limit: PART });
  const port = runNode(plan, nodeId).plan.itemPort ?? 'item';
  for (const id of page.ids) {
    const itemId = itemIdSchema.parse(id);
    startCycle(tx, { plan, nodeId, input: { [port]: itemId }, itemId, why: 'Cycle started by a query' });
  }
  return { cursor: page.cursor, done: page.ids.length };
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
  const keys = wanted.map(({ key }) => key);
  const chosen = spec.filter
    ? cyclesMatching(tx.db, pipelineId, parseFilter({ filter: spec.filter }), keys)
    : keys;
  const done = chosen.filter(act).length;
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
