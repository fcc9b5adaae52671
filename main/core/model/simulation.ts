/**
 * What a simulation answers: where items would go through a version of a graph, and what that would ask of people.
 * Counts are of items: one frame that stands for a hundred counts as a hundred.
 */
import { z } from 'zod';
import { itemIdSchema, nodeIdSchema } from './ids.ts';

const countSchema = z.int().min(0);
/** Its place in the graph's list of connections. */
const connectionIndexSchema = z.int().min(0);

/** How people, or what is not run, are stood in for at a node. */
export const standInSchema = z.strictObject({
  /** By action; weights relative to one another. */
  rates: z.record(z.string(), z.number().min(0)),
  /** Seconds of work that an item takes a person. */
  secondsPerItem: z.number().min(0).max(1_000_000).optional(),
});
export type StandIn = z.infer<typeof standInSchema>;

/**
 * What was done at a node: `exact`: as the runner would; `run`: its code ran; `decided`: decisions were drawn by rates;
 * `estimated`: how much it makes was reckoned; `passed`: items went through it unchanged, because running it has an
 * effect, or takes long; `refused`: it does not run on this computer.
 */
export const simulatedBySchema = z.enum(['exact', 'run', 'decided', 'estimated', 'passed', 'refused']);
export type SimulatedBy = z.infer<typeof simulatedBySchema>;

export const simulatedRatesSchema = z.object({
  /** `even`: nothing is known, so every action is as likely. */
  source: z.enum(['given', 'history', 'even']),
  /** Shares of one. */
  shares: z.array(z.object({ action: z.string(), share: z.number() })),
});
export type SimulatedRates = z.infer<typeof simulatedRatesSchema>;

/** What a task asks of people, if everything began at once and everybody worked on without a break. */
export const simulatedLoadSchema = z.object({
  /** Who shares the work. */
  people: z.int().min(1),
  /** Null: nobody said and nothing is known. */
  secondsPerItem: z.number().nullable(),
  /** `decisions`: from one decision of a person to the next; `executions`: with the time that items waited. */
  secondsSource: z.enum(['given', 'decisions', 'executions', 'none']),
  /** Of all people together; null without seconds. */
  hours: z.number().nullable(),
  /** Hours from the beginning until the last item is decided; null without seconds. */
  doneAfterHours: z.number().nullable(),
  /** The most items that wait or are worked on at one time; null without seconds. */
  peak: countSchema.nullable(),
});
export type SimulatedLoad = z.infer<typeof simulatedLoadSchema>;

export const simulatedNodeSchema = z.object({
  nodeId: nodeIdSchema,
  name: z.string(),
  by: simulatedBySchema,
  /** Runs of the node: an item that comes twice counts twice. */
  executions: countSchema,
  failed: countSchema,
  /** The first messages that differ. */
  failures: z.array(z.string()),
  /** What left it, by decision; null: without one. */
  actions: z.array(z.object({ action: z.string().nullable(), items: countSchema })),
  /** What ended here, because no connection leads on. */
  ended: countSchema,
  /** What was stuck here: no connection took it. */
  nowhere: countSchema,
  /** Of a node that was stood in for. */
  rates: simulatedRatesSchema.nullable(),
  /** Of a task. */
  load: simulatedLoadSchema.nullable(),
});
export type SimulatedNode = z.infer<typeof simulatedNodeSchema>;

export const simulatedConnectionSchema = z.object({
  connection: connectionIndexSchema,
  taken: countSchema,
  passed: countSchema,
  /** Why items were passed by: the first reasons that differ, each with the item. */
  reasons: z.array(z.object({ reason: z.string(), itemId: z.string().nullable() })),
});
export type SimulatedConnection = z.infer<typeof simulatedConnectionSchema>;

/** What one connection said to what a node let out. */
export const simulatedRouteSchema = z.object({
  connection: connectionIndexSchema,
  targetId: nodeIdSchema,
  targetName: z.string(),
  taken: countSchema,
  passed: countSchema,
  /** Why the first was passed by; empty when all were taken. */
  reason: z.string(),
  /** What its condition says, whatever the decision was; null when it has none. Of a list: to the first element. */
  condition: z.object({ matches: z.boolean(), reason: z.string() }).nullable(),
});
export type SimulatedRoute = z.infer<typeof simulatedRouteSchema>;

export const simulatedStepSchema = z.object({
  nodeId: nodeIdSchema,
  nodeName: z.string(),
  by: simulatedBySchema,
  /** The step that it came from, by its place in the path; null at the start. */
  from: countSchema.nullable(),
  connection: connectionIndexSchema.nullable(),
  /** An id that no item has stands for one that would be made. */
  itemId: z.string().nullable(),
  /** How many items it stands for. */
  items: countSchema,
  /** `waits`: the node would wait for other values, which never come. */
  state: z.enum(['done', 'failed', 'waits']),
  action: z.string().nullable(),
  why: z.string(),
  routes: z.array(simulatedRouteSchema),
});
export type SimulatedStep = z.infer<typeof simulatedStepSchema>;

/** The way of one item. */
export const simulatedPathSchema = z.object({
  itemId: itemIdSchema,
  itemName: z.string(),
  steps: z.array(simulatedStepSchema),
  /** True: it has more steps than are shown. */
  cut: z.boolean(),
});
export type SimulatedPath = z.infer<typeof simulatedPathSchema>;

/** An item, or what was made of it, that would go nowhere. */
export const strandedSchema = z.object({
  /** The item that was put in. */
  inputId: itemIdSchema,
  inputName: z.string(),
  itemId: z.string().nullable(),
  items: countSchema,
  nodeId: nodeIdSchema,
  nodeName: z.string(),
  action: z.string().nullable(),
  /** As a sentence. */
  why: z.string(),
  routes: z.array(z.object({ connection: connectionIndexSchema, reason: z.string() })),
});
export type Stranded = z.infer<typeof strandedSchema>;

export const simulationSchema = z.object({
  /** The version that was played through; null for a graph that was given. */
  version: z.int().nullable(),
  seed: z.string(),
  /** Items put in. */
  items: countSchema,
  /** False: it was stopped because it took too many steps; the counts are of the items until then. */
  complete: z.boolean(),
  nodes: z.array(simulatedNodeSchema),
  connections: z.array(simulatedConnectionSchema),
  totals: z.object({
    executions: countSchema,
    /** Where ways ended well, and with which decision. */
    ended: z.array(z.object({ nodeId: nodeIdSchema, action: z.string().nullable(), items: countSchema })),
    nowhere: countSchema,
    failed: countSchema,
    /** Ways that were given up because they do not come to an end. */
    endless: countSchema,
    /** Hours of people's work over all tasks of which the seconds are known. */
    hours: z.number(),
  }),
  /** The first of them. */
  nowhere: z.array(strandedSchema),
  endless: z.array(strandedSchema),
  /** Of a few items, spread over all. */
  paths: z.array(simulatedPathSchema),
  /** What to bear in mind when reading the numbers. */
  warnings: z.array(z.object({ nodeId: nodeIdSchema.nullable(), text: z.string() })),
});
export type Simulation = z.infer<typeof simulationSchema>;

/** The way of one item through a graph. */
export const simulatedTraceSchema = z.object({
  version: z.int().nullable(),
  path: simulatedPathSchema,
  nowhere: z.array(strandedSchema),
  endless: z.array(strandedSchema),
  warnings: simulationSchema.shape.warnings,
});
