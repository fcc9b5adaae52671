/** A person connects to a team's hub, links a dataset, labels, decides a conflict, and sees how all of it stands. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { open } from '#contract/envelope.ts';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import { createHost } from '#engine/host.ts';
import { systemPorts } from '#engine/ports.ts';
import { expect, test } from '../support/app-test.ts';
import { shoot } from '../support/electron-app.ts';

const box = {
  label: 'car',
  geometry: { type: 'box', left: 20, top: 20, right: 120, bottom: 90 },
  attributes: {},
} as const;

async function openHub(folder: string) {
  const host = createHost({
    ports: systemPorts({ logFile: null }),
    configDir: join(folder, 'hub-config'),
    packagedDir: null,
    version: '1.0.0',
  });
  const call = async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> =>
    open(await host.call(name, input)) as CallOutput<N>;
  await call('workspaces.open', { path: join(folder, 'hub') });
  await call('settings.update', { person: 'lead@example.com' });
  const { address } = await host.serve({ port: 0 });
  const { token } = await call('api.createToken', {
    email: 'ada@example.com',
    role: 'annotator',
    seconds: 3600,
  });
  const project = await call('projects.create', { name: 'Roads' });
  const { id: datasetId } = await call('datasets.create', { projectId: project.id, name: 'Day 1' });
  for (const [at, background] of ['#557799', '#997755', '#779955'].entries()) {
    const { path } = await call('items.uploadPlace', { datasetId });
    const size = { width: 320, height: 200, channels: 3, background } as const;
    writeFileSync(`${path}.png`, await sharp({ create: size }).png().toBuffer());
    const place = { datasetId, folder: '/', name: `road ${at + 1}.png`, mode: 'skip', metadata: {} } as const;
    await call('items.upload', { ...place, path: `${path}.png` });
  }
  const { items } = await call('items.list', { datasetId });
  const itemId = items[0]?.id ?? ('' as never);
  const [annotation] = await call('annotations.add', { itemId, annotations: [box] });
  return { host, call, address, token, itemId, annotationId: annotation?.id ?? ('' as never) };
}

test('a dataset of a hub is linked, labelled and kept in step', async ({ launch, folder }) => {
  const hub = await openHub(folder);
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window: page } = app;
  const badge = page.locator('header').getByRole('button', { name: /^(On disk|Synced|Queued|Not synced)/ });
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

  // Both change the same label while this computer is not connected.
  const { id: remoteId } = (await app.call('sync.remotes', {}))[0] ?? { id: '' as never };
  await app.call('sync.setPaused', { remoteId, paused: true });
  await hub.call('annotations.change', { annotationId, rev: 1, content: { ...box, label: 'van' } });
  const { rev } = await app.call('annotations.get', { annotationId });
  await app.call('annotations.change', { annotationId, rev, content: { ...box, label: 'bus' } });
  await expect(badge).toHaveText('Queued (1)');
  await page.getByRole('link', { name: 'Sync', exact: true }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('heading', { name: 'A change needs your decision' })).toBeVisible();
  await shoot(page, 'sync-conflict');
  await page.getByRole('button', { name: 'Take mine' }).click();
  await expect(page.getByRole('heading', { name: 'A change needs your decision' })).toHaveCount(0);
  const there = async () => (await hub.call('annotations.get', { annotationId })).label;
  await expect.poll(there, { timeout: 15_000 }).toBe('bus');
  await expect(badge).toHaveText('Synced');

  // The hub goes away: work goes on, and the badge says what waits.
  await hub.host.close();
  const geometry = { ...box.geometry, left: 5 };
  await app.call('annotations.add', { itemId, annotations: [{ ...box, geometry }] });
  await expect(badge).toHaveText('Queued (1)');
  await expect(page.getByText('Not reached; work goes on')).toBeVisible({ timeout: 15_000 });
  await badge.click();
  await shoot(page, 'sync-offline');
});

test('a pipeline of this computer is sent to the hub, and runs there', async ({ launch, folder }) => {
  const hub = await openHub(folder);
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
  await hub.host.close();
});
