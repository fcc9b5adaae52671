/** A person connects to a team's hub, links a dataset, labels, decides a conflict, and sees how all of it stands. */
import { join } from 'node:path';
import sharp from 'sharp';
import { addPicture, createTeam, tokenOf } from '../engine/sync/support/sides.ts';
import { expect, test } from '../support/app-test.ts';
import { accessProblems } from '../support/axe.ts';
import { shoot } from '../support/electron-app.ts';

const box = {
  label: 'car',
  geometry: { type: 'box', left: 20, top: 20, right: 120, bottom: 90 },
  attributes: {},
} as const;

async function openHub() {
  const team = createTeam();
  const hub = await team.open('hub', 'lead@example.com');
  const { call } = hub;
  const { address } = await hub.host.serve({ port: 0 });
  const token = await tokenOf(hub, 'ada@example.com');
  const project = await call('projects.create', { name: 'Roads' });
  const { id: datasetId } = await call('datasets.create', { projectId: project.id, name: 'Day 1' });
  for (const [at, background] of ['#557799', '#997755', '#779955'].entries()) {
    const size = { width: 320, height: 200, channels: 3, background } as const;
    await addPicture(hub, datasetId, `road ${at + 1}.png`, await sharp({ create: size }).png().toBuffer());
  }
  const { items } = await call('items.list', { datasetId });
  const itemId = items[0]?.id ?? ('' as never);
  const [annotation] = await call('annotations.add', { itemId, annotations: [box] });
  const annotationId = annotation?.id ?? ('' as never);
  return { team, host: hub.host, call, address, token, itemId, annotationId };
}

test('a dataset of a hub is linked, labelled and kept in step', async ({ launch, folder }) => {
  const hub = await openHub();
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window: page } = app;
  const badge = page
    .locator('header')
    .getByRole('button', { name: /^(On disk|Synced|Queued|Not synced|Offline|Paused|\d+ conflict)/ });
  await page.getByRole('link', { name: 'Sync', exact: true }).click();
  await expect(badge).toHaveText('On disk');
  await page.getByLabel('Address').fill(hub.address);
  await page.getByLabel('Token', { exact: true }).last().fill('not a token');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'token' })).toBeVisible();
  await page.getByLabel('Token', { exact: true }).last().fill(hub.token);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByRole('button', { name: 'Link Day 1' }).click();
  await expect(page.getByRole('link', { name: 'Open', exact: true })).toBeVisible();
  await expect(badge).toHaveText('Synced', { timeout: 15_000 });
  await shoot(page, 'sync-linked');

  await page.getByRole('link', { name: 'Open', exact: true }).click();
  await expect(page.getByText('road 3.png')).toBeVisible();
  const { itemId, annotationId } = hub;
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/view/${itemId}`);
  await expect(page.getByTestId('canvas')).toHaveAttribute('data-item', itemId);
  await expect.poll(async () => (await app.call('items.get', { itemId })).storage).toBe('stored');

  // Both change the same label and the same shape while this computer is not connected.
  const { id: remoteId } = (await app.call('sync.remotes', {}))[0] ?? { id: '' as never };
  await app.call('sync.setPaused', { remoteId, paused: true });
  await expect(badge).toHaveText('Paused');
  const wide = { ...box.geometry, right: 220 };
  const tall = { ...box.geometry, bottom: 160 };
  await hub.call('annotations.change', {
    annotationId,
    rev: 1,
    content: { ...box, label: 'van', geometry: wide },
  });
  const { rev } = await app.call('annotations.get', { annotationId });
  await app.call('annotations.change', {
    annotationId,
    rev,
    content: { ...box, label: 'bus', geometry: tall },
  });
  await expect(badge).toHaveText('Queued (1)');
  await page.getByRole('link', { name: 'Sync', exact: true }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('heading', { name: '2 changes need your decision' })).toBeVisible();
  await expect(badge).toHaveText('2 conflicts');
  await shoot(page, 'sync-conflict');

  // Where the item is looked at, the conflicts are known, and lead to where they are decided.
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/view/${itemId}`);
  await shoot(page, 'sync-conflict-view');
  await page.getByRole('link', { name: '2 conflicts' }).click();
  await expect(page.getByRole('dialog', { name: 'Two versions of an object' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Only of road 1.png')).toBeVisible();
  await page.getByRole('button', { name: 'Of all items' }).click();

  // On the picture: the label of one, the shape of the other, taken back, then all of one.
  await page.getByRole('button', { name: 'On the picture' }).click();
  const dialog = page.getByRole('dialog', { name: 'Two versions of an object' });
  await expect(dialog.getByRole('img', { name: 'As you have it' })).toBeVisible();
  await shoot(page, 'sync-conflict-picture');
  await expect(dialog.getByRole('button', { name: 'Decide as chosen' })).toBeDisabled();
  await dialog.getByRole('radio', { name: 'Label: mine' }).check();
  await dialog.getByRole('radio', { name: 'Shape: theirs' }).check();
  await dialog.getByRole('button', { name: 'Decide as chosen' }).click();
  await expect(page.getByRole('dialog', { name: 'Everything is decided' })).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  const here = () => app.call('annotations.get', { annotationId });
  expect(await here()).toMatchObject({ label: 'bus', geometry: wide });
  await page.getByText('Decided', { exact: true }).last().click();
  await expect(page.getByText('Mine was taken')).toBeVisible();
  await shoot(page, 'sync-conflict-decided');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('heading', { name: '2 changes need your decision' })).toBeVisible();
  expect(await here()).toMatchObject({ label: 'van', geometry: wide });
  await page.getByText('Waiting', { exact: true }).click();
  await page.getByRole('button', { name: 'Show' }).first().click();
  await dialog.getByRole('button', { name: 'Take mine' }).click();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Nothing needs your decision' })).toBeVisible();
  const there = async () => await hub.call('annotations.get', { annotationId });
  await expect.poll(there, { timeout: 15_000 }).toMatchObject({ label: 'bus', geometry: tall });
  await expect(badge).toHaveText('Synced');

  // The hub goes away: work goes on, and the badge says what waits.
  await hub.host.close();
  const geometry = { ...box.geometry, left: 5 };
  await app.call('annotations.add', { itemId, annotations: [{ ...box, geometry }] });
  await expect(badge).toHaveText('Queued (1)');
  await page.getByRole('button', { name: 'What waits' }).click();
  await expect(page.getByText('1 annotation', { exact: true })).toBeVisible();
  await expect(page.getByText('Not reached; work goes on')).toBeVisible({ timeout: 15_000 });
  await badge.click();
  await shoot(page, 'sync-offline');
  await hub.team.close();
});

test('a pipeline of this computer is sent to the hub, and runs there', async ({ launch, folder }) => {
  const hub = await openHub();
  const { token } = await hub.call('api.createToken', {
    email: 'ada@example.com',
    role: 'developer',
    seconds: 3600,
  });
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window: page } = app;
  const remote = await app.call('sync.connect', { address: hub.address, credentials: { token } });
  const [there] = await app.call('sync.catalog', { remoteId: remote.id });
  const datasetIdThere = there?.datasets[0]?.idThere ?? '';
  const dataset = await app.call('sync.link', { remoteId: remote.id, datasetIdThere });
  const port = { type: 'Item', name: 'item', displayName: 'item' };
  const node = {
    ...{ id: 'copy', name: 'Copy', type: 'storage' },
    ...{ inputs: [{ ...port, portId: 'in' }], outputs: [{ ...port, portId: 'out' }] },
    namespace: {
      functionName: 'dataset_handler',
      serviceName: 'pipeline-utils',
      projectName: 'DataloopTasks',
    },
    metadata: { position: { x: 0, y: 0, z: 0 }, datasetId: dataset.id, dir: '/copies' },
  };
  const graph = { nodes: [node], connections: [], startNodes: [{ nodeId: 'copy', type: 'root' }] };
  const { projectId } = dataset;
  await app.call('pipelines.create', { projectId, name: 'Night copies', graph: graph as never });
  await page.getByRole('link', { name: 'Sync', exact: true }).click();
  await page.getByRole('combobox', { name: 'Pipeline of this project' }).click();
  await page.getByRole('option', { name: 'Night copies' }).click();
  await page.getByRole('button', { name: 'Send it there' }).click();
  const row = page.getByRole('row', { name: /Night copies/ });
  await expect(row).toContainText('Created', { timeout: 15_000 });
  await page.getByRole('button', { name: 'Install Night copies there' }).click();
  await expect(row).toContainText('Installed', { timeout: 15_000 });
  await shoot(page, 'sync-pipelines');
  await page.getByRole('button', { name: 'What it supports' }).click();
  const abilities = page.getByRole('table', { name: 'What it supports' });
  await expect(abilities.getByRole('row', { name: /Pipelines that run there/ })).toContainText('Yes');
  await shoot(page, 'sync-abilities');
  const [made] = await hub.call('pipelines.list', { projectId: there?.idThere as never });
  expect(made).toMatchObject({ name: 'Night copies', status: 'Installed' });
  // What was taken there is refused once somebody has made another of that name: it is said, and nothing hides it.
  const other = { ...graph, nodes: [{ ...node, metadata: { ...node.metadata, datasetId: '' } }] };
  await app.call('pipelines.create', { projectId, name: 'Taken', graph: other as never });
  await hub.call('pipelines.create', {
    projectId: there?.idThere as never,
    name: 'Taken',
    graph: { ...other } as never,
  });
  await page.getByRole('combobox', { name: 'Pipeline of this project' }).click();
  await page.getByRole('option', { name: 'Taken' }).click();
  await page.getByRole('button', { name: 'Send it there' }).click();
  await expect(page.getByText(/There is a pipeline "Taken" there already/)).toBeVisible({ timeout: 15_000 });
  await shoot(page, 'sync-pipelines-refused');
  // It is taken over instead.
  await page.getByRole('button', { name: /^Pipelines of 127/ }).click();
  const offered = page.getByRole('table', { name: /^Pipelines of 127/ });
  await expect(offered.getByRole('row', { name: /Night copies/ })).toContainText('Take it anew');
  await offered.getByRole('row', { name: /Taken/ }).getByRole('button', { name: 'Take it over' }).click();
  await expect(offered.getByRole('row', { name: /Taken/ }).getByRole('link', { name: 'Open' })).toBeVisible();
  expect(await accessProblems(page)).toEqual([]);
  await shoot(page, 'sync-pipelines-there');
  await hub.team.close();
});
