/** The monitor in the real app: the way of one cycle, and failures by their cause. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { connect, makeNode } from '#core/pipeline/build.ts';
import { expect, test } from '../support/app-test.ts';
import { shoot } from '../support/electron-app.ts';

const SNIPPET = `export default function (item) {
  if (item.name.startsWith('bad')) throw new Error('cannot use ' + item.name);
  return item;
}`;

test('failures are gathered by their cause, and a cycle tells why it is where it is', async ({
  launch,
  folder,
}) => {
  const app = await launch();
  const { window: page } = app;
  await app.call('workspaces.open', { path: join(folder, 'w') });
  const { project, datasets } = await app.call('projects.setUp', { name: 'Flow' });
  const files = join(folder, 'in');
  await mkdir(files);
  for (const [index, name] of ['bad-1', 'bad-2', 'bad-3', 'good'].entries()) {
    const background = { r: 60 * index, g: 90, b: 60 };
    await sharp({ create: { width: 64, height: 48, channels: 3, background } })
      .jpeg()
      .toFile(join(files, `${name}.jpg`));
  }
  const datasetId = datasets.frames;
  await app.call('items.import', { datasetId, paths: [files], mode: 'copy' });
  await expect.poll(async () => (await app.call('datasets.get', { datasetId })).itemCount).toBe(4);

  const at = [0, 0] as const;
  const start = makeNode('storage', { id: 's', name: 'Pictures', at, metadata: { datasetId } });
  const code = makeNode('code', { id: 'c', name: 'Snippet', at: [1, 0] });
  const end = makeNode('export', { id: 'e', name: 'Export', at: [2, 0] });
  const snippet = { ...code, config: { package: { code: SNIPPET, language: 'javascript' } } };
  const out = { ...end, metadata: { ...end.metadata, customNodeConfig: { folder: 'out' } } };
  const { id: pipelineId } = await app.call('pipelines.create', {
    projectId: project.id,
    name: 'Pictures',
    graph: {
      nodes: [start, snippet, out],
      connections: [connect(start, snippet), connect(snippet, out)],
      startNodes: [{ nodeId: start.id, type: 'root' }],
    },
  });
  await app.call('pipelines.install', { pipelineId });
  const { items } = await app.call('items.list', { datasetId });
  await app.call('pipelines.execute', { pipelineId, itemIds: items.map((item) => item.id) });
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/pipelines/${pipelineId}`);

  await page.getByText('Failures (3)').click();
  const failures = page.getByRole('list', { name: 'Failures by cause' });
  await expect(failures.getByRole('listitem')).toHaveCount(1);
  await expect(failures).toContainText('cannot use bad-');
  await shoot(page, 'monitor-failures');
  await failures.getByRole('button', { name: 'Run all 3 again' }).click();
  await expect(page.getByText('3 run again.')).toBeVisible();

  await page.getByText('Executions', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Find in names and messages' }).fill('BAD-2');
  const log = page.getByRole('button', { name: 'Log of bad-2.jpg' });
  await expect(log).toHaveCount(2);
  await log.first().press('Enter');
  await expect(page.getByRole('list', { name: 'Log' })).toContainText('cannot use bad-2.jpg');

  await page.getByText('Cycles', { exact: true }).click();
  await page.getByRole('button', { name: 'bad-3.jpg' }).click();
  await page.getByRole('combobox', { name: 'Priority' }).click();
  await page.getByRole('option', { name: 'high' }).click();
  await page.getByRole('button', { name: 'Move…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move the work on bad-3.jpg' });
  await dialog.getByRole('combobox', { name: 'To' }).click();
  await page.getByRole('option', { name: 'Export' }).click();
  await expect(dialog).toContainText('“Snippet” will not work on it');
  await dialog.getByRole('textbox', { name: 'Why' }).fill('it is good enough');
  await dialog.getByRole('textbox', { name: 'Why' }).press('Enter');
  const moved = page.getByRole('complementary', { name: 'The chosen cycle' });
  await expect(moved).toContainText('Moved here by hand from "Snippet": it is good enough');
  await expect(moved).toContainText('Priority high');
  await moved.getByRole('button', { name: 'Close the cycle' }).click();
  await page.getByRole('button', { name: 'good.jpg' }).click();
  const panel = page.getByRole('complementary', { name: 'The chosen cycle' });
  await expect(panel).toContainText('Why it is here');
  await expect(page.locator('.react-flow__node [data-dim]')).toHaveCount(0);
  await panel.getByRole('button', { name: 'Close the cycle' }).click();
  await page.getByRole('button', { name: 'bad-1.jpg' }).click();
  await expect(page.locator('.react-flow__node [data-dim]')).toHaveCount(1);
  await shoot(page, 'monitor-cycle');
});
