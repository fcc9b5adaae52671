/** A remote's recipes that are changed on a workstation, over real HTTP: a hub's, and those of the reference system. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RecipeId } from '#core/model/ids.ts';
import type { Label } from '#core/model/recipe.ts';
import type { RemoteId } from '#core/model/sync.ts';
import { openPlainFront, type PlainFront } from './support/plain-front.ts';
import { addDataset, createTeam, linkTo, type Side, type Team } from './support/sides.ts';

const label = (name: string, color = '#111111'): Label => ({ name, color });

describe.each(['sluice', 'dataloop'] as const)('recipes of a remote of the kind %s', (kind) => {
  let team: Team;
  let there: Side;
  let here: Side;
  let front: PlainFront;
  let remoteId: RemoteId;
  let recipeId: RecipeId;
  let datasetId: string;

  const tokenFor = async (role: 'annotator' | 'developer') => {
    const person = { email: 'ada@example.com', role, seconds: 3600 } as const;
    return (await there.call('api.createToken', person)).token;
  };
  const addressOf = (hub: string) => (kind === 'sluice' ? hub : front.address);
  let hubAddress: string;

  beforeEach(async () => {
    team = createTeam();
    there = await team.open('there', 'lead@example.com');
    here = await team.open('here', 'ada@example.com');
    ({ address: hubAddress } = await there.host.serve({ port: 0 }));
    front = await openPlainFront(hubAddress);
    const made = await addDataset(there);
    ({ datasetId } = made);
    const labels = [label('car'), label('bus')];
    const recipe = await there.call('recipes.create', { projectId: made.projectId, title: 'Roads', labels });
    recipeId = recipe.id;
    await there.call('datasets.update', { datasetId: made.datasetId, recipeId });
    const linked = await linkTo(here, addressOf(hubAddress), await tokenFor('developer'), datasetId);
    ({ remoteId } = linked);
  });

  afterEach(async () => {
    await team.close();
    await front.close();
  });

  const now = () => here.call('sync.now', { remoteId });
  const labelsOf = async (side: Side) => (await side.call('recipes.get', { recipeId })).labels;
  const setLabels = (side: Side, labels: Label[]) => side.call('recipes.update', { recipeId, labels });

  test('what is changed on either side is put together on both', async () => {
    await setLabels(here, [label('car'), label('bus'), label('tram')]);
    await here.call('recipes.update', { recipeId, instructions: 'Look twice.', tools: ['box'] });
    expect(await here.call('sync.states', {})).toMatchObject([{ queued: 1 }]);
    await setLabels(there, [label('car', '#222222'), label('bus')]);
    expect(await now()).toMatchObject({ state: 'idle', queued: 0, parked: 0 });
    const merged = [label('car', '#222222'), label('bus'), label('tram')];
    expect(await labelsOf(there)).toEqual(merged);
    expect(await labelsOf(here)).toEqual(merged);
    expect(await there.call('recipes.get', { recipeId })).toMatchObject({ instructions: 'Look twice.' });
    await now();
    expect(await here.call('recipes.get', { recipeId })).toMatchObject({ tools: ['box'], labels: merged });
    expect(await here.call('sync.recipes', {})).toEqual([]);
  });

  test('what both changed differently is asked about, and ours can be put in its place', async () => {
    await setLabels(here, [label('car', '#333333'), label('bus')]);
    await setLabels(there, [label('car', '#222222'), label('bus')]);
    expect(await now()).toMatchObject({ queued: 0 });
    expect(await labelsOf(here)).toEqual([label('car', '#222222'), label('bus')]);
    const field = '/labels/car/color';
    expect(await here.call('sync.recipes', {})).toMatchObject([
      { recipeId, title: 'Roads', clashes: [{ field, mine: '#333333', theirs: '#222222' }] },
    ]);
    await here.call('sync.solveRecipe', { recipeId, field, choice: 'mine' });
    await now();
    expect(await labelsOf(there)).toEqual([label('car', '#333333'), label('bus')]);
    expect(await here.call('sync.recipes', {})).toEqual([]);
  });

  test('who may not change recipes there is told so, and keeps the change until it is given up', async () => {
    const credentials = { token: await tokenFor('annotator') };
    await here.call('sync.connect', { address: addressOf(hubAddress), credentials });
    await setLabels(here, [label('tram')]);
    expect(await now()).toMatchObject({ state: 'idle', queued: 0, parked: 1 });
    expect(await here.call('sync.recipes', {})).toMatchObject([{ refused: { code: 'remote-refused' } }]);
    await setLabels(there, [label('car'), label('bus'), label('van')]);
    await now();
    expect((await labelsOf(here)).map(({ name }) => name)).toEqual(['tram', 'van']);
    await here.call('sync.unparkRecipe', { recipeId, how: 'drop' });
    expect((await labelsOf(here)).map(({ name }) => name)).toEqual(['car', 'bus', 'van']);
    expect(await now()).toMatchObject({ queued: 0, parked: 0 });
  });
});
