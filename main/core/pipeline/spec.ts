/** What is known of a kind of node before any node of it exists. */
import { z } from 'zod';
import type { GraphNode, NodeType } from '../model/graph.ts';

/** The kind of worker that runs it: `inline` inside the engine's transaction, the others beside it. */
export type Lane = 'inline' | 'code' | 'media' | 'model' | 'network' | 'python';

/** What running it changes: nothing, this workspace, or something outside that we cannot take back. */
export type Effect = 'none' | 'workspace' | 'outside';

export type PortSpec = {
  readonly name: string;
  /** Type of what passes: Item, Item[], Annotation, Json, … */
  readonly type: string;
  readonly actions?: readonly string[];
};

export type NodeSpec = {
  readonly kind: string;
  /** As written in a node's JSON. Nodes of type `function` and `custom` are told apart by their function's name. */
  readonly type: NodeType;
  readonly functionName: string;
  /** What else the reference system writes into such a node's `namespace`. */
  readonly namespace?: Readonly<Record<string, string>>;
  /** Other ways to write it, which are read but not written. */
  readonly also?: readonly { readonly type: NodeType; readonly functionName: string }[];
  readonly title: string;
  /** What it does, for the person who composes a pipeline. */
  readonly summary: string;
  /** Of what `read` takes from the node. */
  readonly configSchema: z.ZodType;
  /** Where the configuration is; absent: the node's metadata. */
  readonly read?: (node: GraphNode) => unknown;
  readonly lane: Lane;
  readonly effect: Effect;
  readonly inputs: readonly PortSpec[];
  readonly outputs: readonly PortSpec[];
  /** True: an item stays in it until a person has decided or others have caught up, so a loop through it can end. */
  readonly waits?: true;
  /** Why a node of this kind does not run on this computer after all; null when it does. */
  readonly refusal?: (node: GraphNode) => string | null;
};

export const ITEM_IN = [{ name: 'item', type: 'Item' }] as const satisfies readonly PortSpec[];
export const ITEM_OUT = ITEM_IN;

/** One output of items that leave with a decision. */
export function decidedItem<const A extends readonly string[]>(...actions: A) {
  return [{ name: 'item', type: 'Item', actions }] as const;
}

/** The metadata of a node whose settings are in `customNodeConfig`; left out, that counts as empty. */
export function customConfig<C extends z.ZodType>(config: C) {
  return z.looseObject({ customNodeConfig: z.preprocess((value) => value ?? {}, config) });
}

/** True when at least one of the settings has a value. */
export function setsAny<T extends object>(config: T, ...keys: readonly (keyof T)[]): boolean {
  return keys.some((key) => config[key] !== undefined && config[key] !== null);
}
