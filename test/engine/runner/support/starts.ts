/** Start nodes with triggers, and what they have started. */
import type { Graph, StartNode } from '#core/model/graph.ts';
import { nodeIdSchema } from '#core/model/ids.ts';
import type { Happening } from '#engine/happening.ts';
import type { World } from '#test/support/engine-world.ts';
import type { Flow } from './flow.ts';

type Trigger = NonNullable<StartNode['trigger']>;

/** An event trigger; as the reference system takes what is left out: items, created, once. */
export function on(spec: {
  readonly resource?: string;
  readonly actions?: readonly string[];
  readonly executionMode?: 'Once' | 'Always';
  readonly filter?: unknown;
}): Trigger {
  return { type: 'Event', spec: { ...spec } };
}

export function cron(
  text: string,
  more: { readonly startAt?: unknown; readonly endAt?: unknown; readonly input?: unknown } = {},
): Trigger {
  return { type: 'Cron', spec: { cron: text, ...more } };
}

/** The graph with these starts, by node, and no others. */
export function startsOn(graph: Graph, triggers: Readonly<Record<string, Trigger>>): Graph {
  const startNodes = Object.entries(triggers).map(([id, trigger]) => ({
    nodeId: nodeIdSchema.parse(id),
    type: 'trigger' as const,
    trigger,
  }));
  return { ...graph, startNodes };
}

/** Something happens, as if a part of the engine had just done it. */
export function happen(world: World, ...happenings: readonly Happening[]): void {
  world.ctx.unit('test', (tx) => {
    for (const happening of happenings) tx.raise(happening);
  });
}

/** What went into each cycle, in the order they began: `NODE` and the values by input. */
export async function started(flow: Flow): Promise<{ nodeId: string; input: unknown }[]> {
  return (await flow.cycles()).map(({ nodeId, input }) => ({ nodeId, input }));
}

/** How many cycles each item has. */
export async function cyclesOf(flow: Flow, itemIds: readonly string[]): Promise<number[]> {
  const cycles = await flow.cycles();
  return itemIds.map((id) => cycles.filter((one) => one.itemId === id).length);
}

/** Why something did not start a pipeline, in order. */
export function passed(world: World): string[] {
  const rows = world.db.all<{ text: string }>(
    `SELECT text FROM event WHERE kind IN ('trigger-passed', 'trigger-failed') ORDER BY seq`,
  );
  return rows.map((row) => row.text.replace('Did not start the pipeline: ', ''));
}

/** Another version runs, though it should not: one that a future or a broken program has stored. */
export function makeUnreadable({ ctx }: World, pipelineId: string, from: string, to: string): void {
  ctx.unit('test', ({ db }) => {
    db.run(
      `INSERT INTO pipeline_version (pipeline_id, version, graph, author, created_at)
       SELECT pipeline_id, 2, replace(graph, :from, :to), author, created_at
       FROM pipeline_version WHERE pipeline_id = :pipelineId`,
      { pipelineId, from, to },
    );
    db.run('UPDATE pipeline SET installed_version = 2 WHERE id = :pipelineId', { pipelineId });
  });
}
