/** Setting up nodes in the composer: fields with their errors, a dataset made on the spot, and code that is tried. */
import { join } from 'node:path';
import { expect, test } from '../support/app-test.ts';

test('nodes are set up, and code is tried on an item', async ({ launch, folder }) => {
  const app = await launch();
  const { window: page } = app;
  await app.call('workspaces.open', { path: join(folder, 'w') });
  const { project } = await app.call('projects.createSample', { frames: 2 });
  const { id } = await app.call('pipelines.create', {
    projectId: project.id,
    name: 'Mine',
    graph: { nodes: [], connections: [], startNodes: [] },
  });
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/compose/${id}`);
  const library = page.getByRole('navigation', { name: 'Nodes' });
  const card = (name: string) => page.locator('.react-flow__node', { hasText: name });
  const form = page.getByRole('complementary', { name: 'What is chosen' });

  // A dataset that is made without leaving; its name is on the card.
  await library.getByRole('button', { name: /^Dataset/ }).dblclick();
  await form.getByRole('combobox', { name: 'Dataset' }).click();
  await page.getByRole('option', { name: 'New dataset…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).last().fill('night drives');
  await page.getByRole('button', { name: 'Make the dataset' }).click();
  await expect(card('Dataset').getByText('night drives').first()).toBeVisible();

  // A setting of one mode goes with its mode; what is wrong is said beside its field.
  await library.getByRole('button', { name: /^Split video/ }).dblclick();
  await form.getByRole('combobox', { name: 'Which frames' }).click();
  await page.getByRole('option', { name: 'So many a second' }).click();
  await form.getByRole('textbox', { name: 'Frames a second' }).fill('');
  await expect(form.getByText('is needed: how many frames a second')).toBeVisible();
  await form.getByRole('textbox', { name: 'Frames a second' }).fill('0.5');
  await expect(card('Split video').getByText('0.5 frames a second')).toBeVisible();

  await library.getByRole('button', { name: /^Code/ }).dblclick();
  await form.getByRole('button', { name: 'Write large and try…' }).click();
  const dialog = page.getByRole('dialog');
  const editor = dialog.getByRole('textbox', { name: 'Code of Code' });
  await editor.fill('export default (item, context) => {\n  context.action(item.');
  await page.keyboard.press('End');
  await page.keyboard.press('Control+Space');
  await expect(page.getByRole('option', { name: /^annotationsCount/ })).toBeVisible();
  await editor.fill(
    "export default (item, context) => {\n  console.log(item.name);\n  context.action('fine');\n  return item;\n}",
  );
  const tryIt = dialog.getByRole('button', { name: 'Try on this item' });
  await tryIt.click();
  const result = dialog.getByRole('region', { name: 'What came of it' });
  await expect(result.getByText('Leaves with the action “fine”')).toBeVisible();
  await editor.fill('export default (item) => {\n  throw new Error(item.name);\n}');
  await tryIt.click();
  await expect(result.getByText('It failed in line 2')).toBeVisible();
  await expect(dialog.locator('.cm-lint-marker-error')).toBeVisible();

  // Escape and Tab leave the editor, and the window stays.
  await editor.click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(editor).not.toBeFocused();
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await page.keyboard.press('Control+s');
  await expect(page.getByText('Saved as version 2')).toBeVisible();
  const { graph } = await app.call('pipelines.get', { pipelineId: id });
  const [, split, code] = graph.nodes;
  expect(split?.metadata['customNodeConfig']).toEqual({ mode: 'rate', perSecond: 0.5 });
  expect(code?.config?.['package']).toMatchObject({ code: expect.stringContaining('throw new Error') });
});
