/** What a node type provides to the runner. */
import type { PortValues } from '#core/model/cycle.ts';
import type { Graph, GraphNode } from '#core/model/graph.ts';
import type { Item } from '#core/model/item.ts';
import type { PlanNode } from '#core/pipeline/plan.ts';
import type { EngineContext } from '../context.ts';
import type { Lane, Work } from '../db/queries/executions.ts';
import type { Tx } from '../unit.ts';

/** A node of a version of a graph, ready to run. */
export type RunNode = {
  readonly id: string;
  /** Its number in the database. */
  readonly key: number;
  readonly node: GraphNode;
  readonly plan: PlanNode;
  readonly lane: Lane;
  /** Null: of a kind that does not run on this computer. */
  readonly runner: NodeRunner | null;
};

/** A version of a pipeline, ready to run. */
export type RunPlan = {
  readonly pipelineId: string;
  readonly projectId: string;
  readonly version: number;
  readonly graph: Graph;
  readonly nodes: ReadonlyMap<string, RunNode>;
  readonly byKey: ReadonlyMap<number, RunNode>;
};

/** What a node is run with. */
export type NodeRun = {
  readonly work: Work;
  readonly node: GraphNode;
  readonly plan: RunPlan;
  readonly projectId: string;
  /** Values by name of the input: ids of entities as text. Inputs that no value came for have their default, or are absent. */
  readonly input: PortValues;
  /** The item it is about. @throws SluiceError `invalid-input` when there is none (any more). */
  item(): Item;
};

/** What came of it: values that leave, or a wait for a person. */
export type NodeResult =
  | {
      readonly kind: 'done';
      /** By name of the output; an output that is not named lets nothing out. Absent: the item leaves by the first. */
      readonly outputs?: PortValues;
      readonly action: string | null;
      /** By name of the output: those that leave with an action of their own. */
      readonly actions?: Readonly<Record<string, string>>;
      /** For a person: what was done and why. */
      readonly why: string;
      /** Items that are new to the workspace: their arrival may start other cycles. */
      readonly made?: readonly string[];
    }
  | { readonly kind: 'parked'; readonly why: string };

/** Runs inside the engine's transaction: quick, no waiting, nothing outside of the database. */
export type InlineNode = {
  readonly lane: 'inline' | 'gate';
  /** True: writes to the database itself, so it runs in a savepoint. */
  readonly writes: boolean;
  run(tx: Tx, run: NodeRun): NodeResult;
};

/** What outside work answers: a result, or how to write down what it made, inside the transaction that ends it. */
export type LateResult = NodeResult | ((tx: Tx) => NodeResult);

export type Outcome =
  | { readonly ok: true; readonly result: LateResult }
  | { readonly ok: false; readonly error: unknown };

/**
 * Runs beside the engine, many executions of one node at a time, without effects of its own: after a crash it simply
 * runs again. Answers one outcome for each run, in order.
 */
export type BatchNode = {
  readonly lane: 'code' | 'model';
  runBatch(ctx: EngineContext, runs: readonly NodeRun[], signal: AbortSignal): Promise<Outcome[]>;
};

/** A part of what long work lets out: the values of its list output, and which of the items in it are new. */
export type Emitted = { readonly values: readonly unknown[]; readonly made: readonly string[] };

/** What long work is given to report with. */
export type LongRun = NodeRun & {
  readonly ctx: EngineContext;
  readonly signal: AbortSignal;
  /** Aborted when the engine closes: what is half done is gone on with later. A person's cancelling is not that. */
  readonly closing: AbortSignal;
  progress(done: number, total: number): void;
  /** So much was done before this attempt: it counts, but for no rate. */
  resume(done: number, total: number): void;
  /** From here on it can no longer be cancelled by a person. */
  settle(): void;
  /**
   * Commits a part: makes the values and sends them on, in one transaction with the new cursor, which is where a later
   * attempt goes on. The cursor counts values. Resolves when there is room for more.
   */
  emit(cursor: number, make: (tx: Tx) => Emitted): Promise<void>;
};

/** Runs beside the engine, with child processes or a network; everything it makes is keyed so that it may run again. */
export type LongNode = {
  readonly lane: 'media' | 'network' | 'python';
  /** What a person sees while it runs. */
  readonly job: {
    readonly title: (item: Item | null, node: GraphNode) => string;
    readonly unit: string;
  } | null;
  run(run: LongRun): Promise<LateResult>;
};

export type NodeRunner = InlineNode | BatchNode | LongNode;
