/** What a node type provides to the runner. */

import type { Graph, GraphNode } from '#core/model/graph.ts';
import type { Item } from '#core/model/item.ts';
import type { EngineContext } from '../context.ts';
import type { Work } from '../db/queries/executions.ts';
import type { Tx } from '../unit.ts';

/** What a node is run with. */
export type NodeRun = {
  readonly work: Work;
  readonly node: GraphNode;
  readonly graph: Graph;
  readonly projectId: string;
  readonly item: Item;
};

/** Items that leave, and which of them are new to the workspace (their arrival may start other cycles). */
export type Made = { readonly itemIds: readonly string[]; readonly made: readonly string[] };

/** What came of it: items that leave through the node's output, or a wait for a person. */
export type NodeResult =
  | (Made & { readonly kind: 'done'; readonly action: string | null; readonly why: string })
  | { readonly kind: 'parked'; readonly why: string };

/** Runs inside the engine's transaction: quick, no waiting, nothing outside of the database. */
export type InlineNode = {
  readonly lane: 'inline';
  run(tx: Tx, run: NodeRun): NodeResult;
};

/** What long work is given to report with. */
export type LongRun = NodeRun & {
  readonly ctx: EngineContext;
  readonly signal: AbortSignal;
  progress(done: number, total: number): void;
  /** From here on it can no longer be cancelled by a person. */
  settle(): void;
  /**
   * Commits a part: makes the items and sends them on, in one transaction with the new cursor, which is where a later
   * attempt goes on.
   */
  emit(cursor: number, make: (tx: Tx) => Made): void;
};

/** Runs beside the engine, with child processes; everything it makes is keyed so that it may run again. */
export type LongNode = {
  readonly lane: 'media';
  /** Answers why it is done, for the log. */
  run(run: LongRun): Promise<string>;
};

export type NodeRunner = InlineNode | LongNode;
