/** Labels of the hub's recipe are renamed and removed while a workstation that is away goes on labelling with them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AnnotationContent } from '#core/model/annotation.ts';
import type { AnnotationId, OntologyId } from '#core/model/ids.ts';
import type { RemoteId } from '#core/model/sync.ts';
import { addDataset, BOX, createTeam, linkTo, type Side, type Team, tokenOf } from './support/sides.ts';

let team: Team;
let hub: Side;
let station: Side;
let base: Awaited<ReturnType<typeof addDataset>>;
let remoteId: RemoteId;
let ontologyId: OntologyId;
/** In the order in which they were made: two cars, a bus. */
let objects: AnnotationId[];

const label = (name: string) => ({ name, color: '#111111' });
const box = (change: Partial<AnnotationContent> = {}): AnnotationContent => ({ ...BOX, ...change });
const wide = { ...BOX.geometry, right: 2 } as AnnotationContent['geometry'];

beforeEach(async () => {
  team = createTeam();
  hub = await team.open('hub', 'lead@example.com');
  station = await team.open('station', 'ada@example.com');
  base = await addDataset(hub);
  const { projectId, datasetId, itemId } = base;
  const recipe = await hub.call('recipes.create', {
    projectId,
    title: 'Roads',
    labels: ['car', 'bus'].map(label),
  });
  ({ ontologyId } = recipe);
  await hub.call('datasets.update', { datasetId, recipeId: recipe.id });
  const annotations = [box(), box(), box({ label: 'bus' })];
  objects = (await hub.call('annotations.add', { itemId, annotations })).map(({ id }) => id);
  const { address } = await hub.host.serve({ port: 0 });
  ({ remoteId } = await linkTo(station, address, await tokenOf(hub, 'ada@example.com'), datasetId));
  await station.call('sync.setPaused', { remoteId, paused: true });
});
afterEach(async () => {
  await team.close();
});

async function change(at: number, content: AnnotationContent): Promise<void> {
  const annotationId = objects[at] ?? ('' as never);
  const { rev } = await station.call('annotations.get', { annotationId });
  await station.call('annotations.change', { annotationId, rev, content });
}

async function atHub(labels: readonly string[], from: string, to: string | null): Promise<void> {
  const changes = [{ what: 'label', from, to }] as const;
  await hub.call('ontologies.change', { ontologyId, labels: labels.map(label), changes: [...changes] });
  const left = async () =>
    (await hub.call('annotations.list', { itemId: base.itemId })).map((one) => one.label);
  await expect.poll(left).not.toContain(from);
}

async function meet(): Promise<void> {
  await station.call('sync.setPaused', { remoteId, paused: false });
  expect(await station.call('sync.now', { remoteId })).toMatchObject({ queued: 0, parked: 0 });
  // What was put together is fetched back.
  await station.call('sync.now', { remoteId });
}

const contents = async (side: Side) =>
  (await side.call('annotations.list', { itemId: base.itemId })).map(({ id, label: name, geometry }) => {
    return { id, label: name, geometry };
  });
const conflicts = async () => (await station.call('sync.conflicts', {})).conflicts;

test('a label that is renamed there: a shape changed here has the new one, a label changed here is asked about', async () => {
  await change(0, box({ geometry: wide }));
  await change(1, box({ label: 'tram' }));
  const [drawn] = await station.call('annotations.add', { itemId: base.itemId, annotations: [box()] });
  await atHub(['van', 'bus'], 'car', 'van');
  await meet();
  const all = await contents(hub);
  expect(await contents(station)).toEqual(all);
  const labels = new Map(all.map((one) => [one.id, one.label]));
  expect(all.find(({ id }) => id === objects[0])).toMatchObject({ label: 'van', geometry: wide });
  expect(await conflicts()).toMatchObject([
    { entity: objects[1], field: '/label', base: 'car', mine: 'tram', theirs: 'van' },
  ]);
  // Drawn with the old label, it keeps that on both sides, and is counted as one that the recipe does not know.
  expect(labels.get(drawn?.id ?? objects[0] ?? ('' as never))).toBe('car');
  const usage = await hub.call('ontologies.usage', { ontologyId });
  expect(usage).toContainEqual({ label: 'car', count: 1 });
  const recipes = await station.call('recipes.list', { projectId: base.projectId });
  expect(recipes[0]?.labels.map(({ name }) => name)).toEqual(['van', 'bus']);
});

test('a label that is removed there with its objects: one that was changed here can be had back', async () => {
  await change(2, box({ label: 'bus', geometry: wide }));
  await atHub(['car'], 'bus', null);
  await meet();
  expect((await contents(station)).map(({ id }) => id)).toEqual(objects.slice(0, 2));
  const [conflict] = await conflicts();
  expect(conflict).toMatchObject({ entity: objects[2], field: '', mine: { label: 'bus', geometry: wide } });
  await station.call('sync.solve', { conflictIds: conflict ? [conflict.id] : [], choice: 'mine' });
  await station.call('sync.now', { remoteId });
  expect(await contents(hub)).toContainEqual({ id: objects[2], label: 'bus', geometry: wide });
});
