/** The composer's canvas in the real app: what the mouse and what the keyboard alone can do. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import type { Pipeline } from '#core/model/pipeline.ts';
import { expect, test } from '../support/app-test.ts';
import { shoot, type TestApp } from '../support/electron-app.ts';

const node = (page: Page, name: string) => page.locator('.react-flow__node', { hasText: name });
const port = (page: Page, name: string, type: 'source' | 'target') =>
  node(page, name).locator(`.react-flow__handle.${type}`).first();
const library = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Nodes' }).getByRole('button', { name: new RegExp(`^${name}`) });
const connections = (page: Page) => page.locator('.react-flow__edge');

/** An empty pipeline, open in the composer. */
async function emptyComposer(app: TestApp, folder: string): Promise<() => Promise<Pipeline>> {
  await app.call('workspaces.open', { path: join(folder, 'w') });
  const { project } = await app.call('projects.setUp', { name: 'Flow' });
  const graph = { nodes: [], connections: [], startNodes: [] };
  const { id } = await app.call('pipelines.create', { projectId: project.id, name: 'Mine', graph });
  await app.window.evaluate((hash) => {
    location.hash = hash;
  }, `#/compose/${id}`);
  await expect(app.window.getByText('Drag a node here from the left')).toBeVisible();
  return () => app.call('pipelines.get', { pipelineId: id });
}

test('a graph is drawn by mouse, changed, taken back and saved', async ({ launch, folder }) => {
  const app = await launch();
  const { window: page } = app;
  const saved = await emptyComposer(app, folder);
  const canvas = page.locator('.react-flow__pane');

  await library(page, 'Dataset').dragTo(canvas, { targetPosition: { x: 120, y: 120 } });
  await library(page, 'Labelling task').dragTo(canvas, { targetPosition: { x: 480, y: 120 } });
  await port(page, 'Dataset', 'source').dragTo(port(page, 'Labelling task', 'target'));
  await expect(connections(page)).toHaveCount(1);

  await page.keyboard.press('Escape');
  await port(page, 'Labelling task', 'source').dragTo(port(page, 'Labelling task', 'target'));
  await expect(page.getByText('Items cannot go from "Labelling task" to itself.')).toBeVisible();

  // Into the connection.
  await page.keyboard.press('f');
  await library(page, 'Set item').dragTo(connections(page).first(), { force: true });
  await expect(connections(page)).toHaveCount(2);
  await expect(node(page, 'Set item')).toBeVisible();

  // Let go over nothing: a node is offered there.
  await page.keyboard.press('f');
  const from = await port(page, 'Labelling task', 'source').boundingBox();
  if (!from) throw new Error('the output is not in sight');
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x - 60, from.y + 160, { steps: 8 });
  await page.mouse.up();
  const offer = page.getByRole('dialog', { name: 'Add a node here' });
  await offer.getByRole('button', { name: 'Export' }).click();
  await expect(connections(page)).toHaveCount(3);
  await expect(offer).toHaveCount(0);
  const placeOfExport = async () => (await node(page, 'Export').getAttribute('style')) ?? '';
  const drawn = await placeOfExport();
  await page.getByRole('button', { name: 'Arrange the nodes' }).click();
  await expect.poll(placeOfExport).not.toBe(drawn);
  await shoot(page, 'composer');

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(connections(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Redo' }).click();

  // Whatever the wheel has just done: a card follows the hand.
  await node(page, 'Set item').hover();
  await page.mouse.wheel(0, 120);
  await page.mouse.down();
  const before = await node(page, 'Set item').boundingBox();
  const hand = {
    x: (before?.x ?? 0) + (before?.width ?? 0) / 2,
    y: (before?.y ?? 0) + (before?.height ?? 0) / 2,
  };
  await page.mouse.move(hand.x, hand.y + 2);
  await page.mouse.move(hand.x, hand.y + 80, { steps: 4 });
  await page.mouse.up();
  const after = await node(page, 'Set item').boundingBox();
  expect(after?.width).toBe(before?.width);
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0) - 80)).toBeLessThan(3);

  // A problem leads to its place.
  await page.getByRole('button', { name: /must have a datasetId/ }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Dataset');

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved as version 2')).toBeVisible();
  const { graph } = await saved();
  expect(graph.nodes.map((one) => one.name)).toEqual(['Dataset', 'Labelling task', 'Set item', 'Export']);
  expect(graph.connections).toHaveLength(3);
  expect(graph.startNodes).toMatchObject([
    {
      nodeId: graph.nodes[0]?.id,
      type: 'root',
      trigger: { spec: { resource: 'Item', actions: ['Created'] } },
    },
  ]);
});

test('the same goes by keyboard alone', async ({ launch, folder }) => {
  const app = await launch();
  const { window: page } = app;
  const saved = await emptyComposer(app, folder);
  const { keyboard } = page;

  await keyboard.press('/');
  for (const name of ['dataset', 'labelling', 'export']) {
    await page.getByLabel('Find a node').fill(name);
    await keyboard.press('Enter');
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue(new RegExp(name, 'i'));
  }
  await keyboard.press('Escape');
  await expect(connections(page)).toHaveCount(2);

  // Back to the dataset, and from there to the export, by name.
  await keyboard.press(']');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Dataset');
  await keyboard.press('c');
  await keyboard.type('export');
  await keyboard.press('Enter');
  await expect(connections(page)).toHaveCount(3);
  await keyboard.press('Delete');
  await expect(connections(page)).toHaveCount(2);

  await keyboard.press(']');
  await keyboard.press(']');
  await keyboard.press('F2');
  await keyboard.type('Label');
  await keyboard.press('Escape');
  await keyboard.press('Control+d');
  await expect(node(page, 'Label 2')).toBeVisible();
  // The decision of a connection, by its place.
  const decision = page.getByRole('combobox', { name: 'Decision' });
  await keyboard.press('[');
  await keyboard.press('[');
  await keyboard.press('w');
  await expect(decision).toHaveValue('completed');
  await keyboard.press('2');
  await expect(decision).toHaveValue('discarded');
  await keyboard.press('Control+z');
  await keyboard.press('[');
  await keyboard.press('[');
  await keyboard.press('[');
  await keyboard.press('Control+c');
  await keyboard.press('Control+v');
  await expect(node(page, 'Label 3')).toBeVisible();
  await keyboard.press('Control+z');
  await expect(node(page, 'Label 3')).toHaveCount(0);
  await keyboard.press('Control+s');
  await expect(page.getByText('Saved as version 2')).toBeVisible();
  expect((await saved()).graph.nodes.map((one) => one.name)).toEqual([
    'Dataset',
    'Label',
    'Export',
    'Label 2',
  ]);
});

test('existing items are played through a graph before it is installed', async ({ launch, folder }) => {
  const app = await launch();
  const { window: page } = app;
  await app.call('workspaces.open', { path: join(folder, 'w') });
  const { project, datasets } = await app.call('projects.setUp', { name: 'Flow' });
  const files = join(folder, 'in');
  await mkdir(files);
  for (const red of [10, 80, 150, 220]) {
    const background = { r: red, g: 90, b: 60 };
    await sharp({ create: { width: 64, height: 48, channels: 3, background } })
      .jpeg()
      .toFile(join(files, `${red}.jpg`));
  }
  const datasetId = datasets.frames;
  await app.call('items.import', { datasetId, paths: [files], mode: 'copy' });
  await expect.poll(async () => (await app.call('datasets.get', { datasetId })).itemCount).toBe(4);
  const [pipeline] = await app.call('pipelines.list', { projectId: project.id });
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/compose/${pipeline?.id}`);

  await page.getByRole('button', { name: 'Simulate' }).click();
  const panel = page.getByRole('complementary', { name: 'Simulate' });
  await panel.getByLabel('Items of').press('ArrowDown');
  await page.getByRole('option', { name: /^frames/ }).click();
  await page.keyboard.press('Escape');
  await panel.getByRole('group', { name: 'QA' }).getByLabel('Decide as before').uncheck();
  await panel.getByLabel('approved').fill('100');
  await panel.getByLabel('discarded').fill('0');
  await panel.getByRole('button', { name: 'Run the simulation' }).click();
  const outcome = panel.getByRole('region', { name: 'What would happen' });
  await expect(outcome).toContainText('4 items');
  await shoot(page, 'composer-simulate');

  await panel.getByText('By filter').click();
  await panel.getByRole('button', { name: 'Condition' }).click();
  await panel.getByLabel('Field').fill('name');
  await panel.getByLabel('Value', { exact: true }).fill('80.jpg');
  await expect(panel.getByText('1 of 4 items of videos, frames match')).toBeVisible();
  await panel.getByRole('button', { name: 'Run the simulation' }).click();
  await expect(outcome).toContainText('1 item:');
  await panel.getByText('Single ones').click();
  await expect(panel.getByRole('button', { name: 'Run the simulation' })).toBeDisabled();
  await panel.getByRole('checkbox', { name: '150.jpg' }).click();
  await panel.getByLabel('Find by name').fill('0.jpg');
  await panel.getByRole('checkbox', { name: '80.jpg' }).click();
  await panel.getByRole('checkbox', { name: '10.jpg' }).click();
  await panel.getByRole('button', { name: 'Leave out 80.jpg' }).click();
  await panel.getByRole('button', { name: 'Run the simulation' }).click();
  await expect(outcome).toContainText('2 items');
  await shoot(page, 'composer-simulate-chosen');

  await node(page, 'QA').click();
  await page.keyboard.press('Delete');
  await expect(panel.getByText('The graph was changed since: run it again.')).toBeVisible();
});
