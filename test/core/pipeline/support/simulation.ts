/** Items and a world for simulations. */
import { expect } from 'vitest';
import type { Graph } from '#core/model/graph.ts';
import { itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { Simulation } from '#core/model/simulation.ts';
import { simulationSchema } from '#core/model/simulation.ts';
import { compilePlan } from '#core/pipeline/plan.ts';
import { type SimulationRequest, simulate } from '#core/pipeline/simulate.ts';
import { dataset, made } from './graphs.ts';

export const id = (at: number) => itemIdSchema.parse(at.toString(16).padStart(24, '0'));

export function picture(at: number, more: Partial<Item> = {}): Item {
  return {
    id: id(at),
    datasetId: dataset('1'),
    kind: 'image',
    name: `${at}.png`,
    folder: '/',
    mimetype: 'image/png',
    size: 1,
    width: 100,
    height: 100,
    sha256: null,
    frame: null,
    video: null,
    picture: null,
    overwritten: null,
    sourceItemId: null,
    storage: 'stored',
    annotationCount: 0,
    status: null,
    trashed: false,
    metadata: {},
    createdAt: 1,
    updatedAt: 1,
    ...more,
  };
}

export function clip(at: number, frameCount: number): Item {
  const video = {
    frameCount,
    timeBase: { num: 1, den: 25 },
    durationSeconds: frameCount / 25,
    averageRate: 25,
    rotation: 0,
    codec: 'h264',
    hasAudio: false,
    toolVersion: '5',
    damaged: false,
    colour: null,
    pixelFormat: null,
    origin: null,
    keyFrames: null,
    check: null,
  };
  return picture(at, { kind: 'video', name: `${at}.mp4`, video });
}

type Rest = Partial<Omit<SimulationRequest, 'knowledge' | 'plan'>> & {
  knowledge?: Partial<SimulationRequest['knowledge']>;
};

export async function run(
  graph: Graph,
  items: readonly Item[],
  rest: Rest = {},
): Promise<Omit<Simulation, 'version'>> {
  const byId = new Map<string, Item>(items.map((item) => [item.id, item]));
  const result = await simulate({
    plan: compilePlan(graph),
    startId: graph.nodes[0]?.id ?? '',
    itemIds: items.map((item) => item.id),
    seed: 'seed',
    pipelineId: 'pipeline',
    variables: new Map(),
    splits: new Map(),
    pause: () => Promise.resolve(),
    isAborted: () => false,
    world: {
      item: (one) => byId.get(one) ?? null,
      annotations: () => [],
      itemOfIdentity: () => null,
      entity: (value) => ({ value }),
      related: () => [],
    },
    ...rest,
    knowledge: { given: {}, history: new Map(), runs: new Map(), ...rest.knowledge },
  });
  expect(simulationSchema.omit({ version: true }).parse(result)).toEqual(result);
  return result;
}

export const many = (count: number) => Array.from({ length: count }, (_, at) => picture(at + 1));
export const node = (result: Pick<Simulation, 'nodes'>, nodeId: string) => {
  const found = result.nodes.find((one) => one.nodeId === nodeId);
  if (!found) throw new Error(`no node ${nodeId}`);
  return found;
};
export const taken = (result: Pick<Simulation, 'connections'>) => result.connections.map((one) => one.taken);

export const inbox = made('storage', 'inbox');
export const label = made('task', 'label');
export const qa = made('task', 'qa', { metadata: { taskType: 'qa' } });
