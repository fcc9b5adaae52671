/** Graphs as they are on the wire (reference sections 1.9 to 1.11). */
import type { z } from 'zod';
import type { cycleReply, pipelineReply } from '#core/formats/dataloop/replies.ts';
import type { Json } from '../transport.ts';

export type PipelineJson = z.output<typeof pipelineReply>;
export type CycleJson = z.output<typeof cycleReply>;

export type PortJson = {
  readonly portId: string;
  /** `Item`, `Annotation[]`, `Json`, … */
  readonly type: string;
  readonly name: string;
  readonly displayName: string;
  /** Words by which an output says where what comes out goes on. */
  readonly actions?: readonly string[];
  readonly color?: string | null;
  readonly portPercentage?: number | null;
  readonly variableName?: string | null;
  readonly defaultValue?: unknown;
};

export type NodeJson = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly inputs: readonly PortJson[];
  readonly outputs: readonly PortJson[];
  readonly namespace: Json;
  readonly metadata: Json;
  readonly [key: string]: unknown;
};

export type ConnectionJson = {
  readonly src: { readonly nodeId: string; readonly portId: string };
  readonly tgt: { readonly nodeId: string; readonly portId: string };
  readonly action?: string;
  /** A filter as JSON. */
  readonly condition?: string;
};

export type TriggerJson = { readonly type: 'Event' | 'Cron'; readonly spec: Json; readonly name?: string };

export type StartNodeJson = {
  readonly nodeId: string;
  readonly type: 'root' | 'trigger';
  readonly trigger?: TriggerJson;
  readonly [key: string]: unknown;
};

export type Count = { readonly status: string; readonly count: number };
type Averages = { readonly avgTimePerExecution?: unknown; readonly avgExecutionsPerDay?: unknown };

/** How a pipeline does (reference section 1.13). */
export type PipelineStats = {
  /** Of cycles. */
  readonly pipelineExecutionCounters: readonly Count[];
  readonly nodeExecutionsCounters: readonly {
    readonly nodeId: string;
    readonly statusCount: readonly Count[];
  }[];
  readonly pipelineExecutionStatistics: Averages;
  readonly nodeExecutionStatistics: readonly {
    readonly nodeId: string;
    readonly executionStatistics: Averages;
  }[];
};
