/** What starts cycles by itself, and which items a connection takes: set up by a person, and at work. */
import { join } from 'node:path';
import sharp from 'sharp';
import { connect, makeNode } from '#core/pipeline/build.ts';
import { expect, test } from '../support/app-test.ts';
import { shoot } from '../support/electron-app.ts';

test('a trigger and conditions are set up, work, and the trigger is switched off', async ({
  launch,
  folder,
}) => {
  const app = await launch();
  const { window: page } = app;
  await app.call('workspaces.open', { path: join(folder, 'w') });
  const { project, datasets } = await app.call('projects.setUp', { name: 'Flow' });
  const kept = await app.call('datasets.create', { projectId: project.id, name: 'kept' });
  const inbox = datasets.frames;
  const start = makeNode('storage', { id: 's', name: 'Inbox', at: [0, 0], metadata: { datasetId: inbox } });
  const end = makeNode('storage', { id: 'e', name: 'Keep', at: [1, 0], metadata: { datasetId: kept.id } });
  const { id } = await app.call('pipelines.create', {
    projectId: project.id,
    name: 'Draft',
    graph: {
      nodes: [start, end],
      connections: [connect(start, end)],
      startNodes: [{ nodeId: 's', type: 'root' }],
    },
  });
  // Files with the same bytes would be one item.
  const bring = async (name: string) => {
    const file = join(folder, name);
    const background = { r: name.charCodeAt(0), g: 20 * name.charCodeAt(4) - 900, b: 60 };
    await sharp({ create: { width: 64, height: 48, channels: 3, background } })
      .jpeg()
      .toFile(file);
    await app.call('items.import', { datasetId: inbox, paths: [file], mode: 'copy' });
  };
  const count = async () => (await app.call('datasets.get', { datasetId: kept.id })).itemCount;
  const go = (hash: string) =>
    page.evaluate((to) => {
      location.hash = to;
    }, hash);
  await go(`#/compose/${id}`);

  const form = page.getByRole('complementary', { name: 'What is chosen' });
  await form.getByRole('button', { name: 'Name and description' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Keep cats');
  await page.getByRole('textbox', { name: 'Description' }).fill('Pictures of cats go to "kept".');
  await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click();
  await expect(page.getByRole('heading', { name: 'Keep cats', level: 1 })).toBeVisible();

  await page.locator('.react-flow__node', { hasText: 'Inbox' }).click();
  await form.getByRole('combobox', { name: 'Starts by itself' }).click();
  await page.getByRole('option', { name: 'At set times' }).click();
  await form.getByLabel('Not before').fill('2030-01-31T08:00');
  await expect(form.getByText('every day at 06:00').first()).toBeVisible();
  await expect(form.getByText(/^Next: 2\/1\/2030/)).toBeVisible();
  await shoot(page, 'composer-trigger-times');
  await form.getByRole('combobox', { name: 'Starts by itself' }).click();
  await page.getByRole('option', { name: 'When something happens' }).click();

  await page.locator('.react-flow__edge').first().click({ force: true });
  await form.getByRole('button', { name: 'Condition', exact: true }).click();
  await form.getByLabel('Field').fill('createdAt');
  await form.getByLabel('Type of the value').click();
  await page.getByRole('option', { name: 'time' }).click();
  await form.getByLabel('Value', { exact: true }).fill('2020-01-01T00:00');
  await form.getByRole('button', { name: 'Condition', exact: true }).click();
  await form.getByLabel('Field').last().fill('name');
  await form.getByLabel('What is asked').last().click();
  await page.getByRole('option', { name: 'fits the path' }).click();
  await form.getByLabel('Value', { exact: true }).last().fill('cat*');
  await shoot(page, 'composer-condition');
  await page.getByRole('button', { name: 'Save and install' }).click();
  await page.getByRole('button', { name: 'Install version 2' }).click();
  await expect
    .poll(async () => (await app.call('pipelines.get', { pipelineId: id })).status)
    .toBe('Installed');

  await bring('cat-1.jpg');
  await bring('dog-1.jpg');
  await expect.poll(count).toBe(1);
  await go(`#/pipelines/${id}`);
  await page.locator('.react-flow__node', { hasText: 'Inbox' }).click();
  const panel = page.getByRole('complementary', { name: 'Node Inbox' });
  await expect(panel.getByText(/; 2 cycles so far/)).toBeVisible();
  await shoot(page, 'monitor-trigger');
  await panel.getByRole('switch', { name: 'Starts cycles by itself' }).click();
  await expect(panel.getByText('Switched off')).toBeVisible();
  await bring('cat-2.jpg');
  await expect.poll(async () => (await app.call('datasets.get', { datasetId: inbox })).itemCount).toBe(3);
  const [trigger] = await app.call('triggers.list', { pipelineId: id });
  expect(trigger).toMatchObject({ active: false, listening: false, started: 2 });
  expect(await count()).toBe(1);
});
