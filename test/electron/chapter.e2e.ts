/**
 * A video is cut into frames, which go to parallel labelling tasks and on to review, discarded ones into a dataset of their
 * own: drawn in the composer by mouse, and again by keys alone, then at work, paused, changed, and gone on with.
 */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/app-test.ts';
import { shoot } from '../support/electron-app.ts';
import {
  addClip,
  card,
  decide,
  decideByHand,
  type Example,
  edges,
  emptyPipeline,
  sizes,
  status,
  taskOf,
} from './support/chapter.ts';
import { type Hands, handsOn } from './support/hands.ts';
import { goTo } from './support/video-view.ts';

/** The most actions that drawing and installing the example may take. */
const MOST = 40;
const FRAMES = 10;
const [LABEL, LABEL_2, QA] = ['Labelling task', 'Labelling task 2', 'QA task'] as const;

const CONNECTIONS = [
  'videos > Split video into frames',
  'Split video into frames > Data split',
  'Data split A > Labelling task',
  'Data split B > Labelling task 2',
  'Labelling task completed > QA task',
  'Labelling task discard > discarded',
  'Labelling task 2 completed > QA task',
  'Labelling task 2 discard > discarded',
  'QA task approved > approved',
  'QA task discard > discarded',
];

/** The example is drawn as it should be, and runs. */
async function expectExample({ app, pipelineId }: Example): Promise<void> {
  const { graph } = await app.call('pipelines.get', { pipelineId });
  const name = (id: string) => graph.nodes.find((node) => node.id === id)?.name;
  const drawn = graph.connections.map(
    ({ src, tgt, action }) => `${name(src.nodeId)}${action ? ` ${action}` : ''} > ${name(tgt.nodeId)}`,
  );
  expect(drawn.sort()).toEqual([...CONNECTIONS].sort());
}

/** A clip comes, and its frames wait in both tasks; some of each decision is taken, through the screens and by calls. */
async function workABit(example: Example): Promise<void> {
  await addClip(example, FRAMES);
  await expect
    .poll(async () => [await open(example, LABEL), await open(example, LABEL_2)], { timeout: 30_000 })
    .toEqual([FRAMES / 2, FRAMES / 2]);
  expect(await sizes(example)).toEqual({ videos: 1, frames: FRAMES, approved: 0, discarded: 0 });
  await decideByHand(example, LABEL, 'Enter');
  await decideByHand(example, LABEL, 'x');
  await decide(example, LABEL_2, 'completed', 2);
  await decideByHand(example, QA, 'Enter');
  await expect.poll(() => sizes(example)).toMatchObject({ approved: 1, discarded: 1 });
}

const open = async (example: Example, task: string) => (await taskOf(example, task)).counts.open;

/** Everything is decided on, and is where it should be. */
async function finish(example: Example, changed: number): Promise<void> {
  const { app, pipelineId, projectId } = example;
  await decide(example, LABEL, 'completed', await open(example, LABEL));
  await decide(example, LABEL_2, 'discard', 1);
  await decide(example, LABEL_2, 'completed', await open(example, LABEL_2));
  await decide(example, QA, 'discard', 1);
  await decide(example, QA, 'approved', await open(example, QA));
  await expect
    .poll(async () => (await app.call('pipelines.get', { pipelineId })).counts.cycles)
    .toMatchObject({ inProgress: 0, success: 1, failed: 0 });
  expect(await sizes(example)).toEqual({ videos: 1, frames: FRAMES, approved: FRAMES - 3, discarded: 3 });
  const approved = (await app.call('datasets.list', { projectId })).find(({ name }) => name === 'approved');
  const { items } = await app.call('items.list', { datasetId: approved?.id ?? '' });
  expect(items.filter((item) => JSON.stringify(item.metadata).includes('second look'))).toHaveLength(changed);
}

/** On the pipeline's screen: what a pause does is said, and done. */
async function pause(example: Example, ask: () => Promise<void>): Promise<void> {
  const { app, pipelineId } = example;
  const page = app.window;
  await goTo(app, `#/pipelines/${pipelineId}`);
  await expect(card(page, QA).or(page.getByText(QA)).first()).toBeVisible();
  await ask();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(`${FRAMES - 2} items stay with their people`);
  await dialog.getByRole('button', { name: 'Pause' }).press('Enter');
  await expect.poll(() => status(example)).toBe('Uninstalled');
  // People go on meanwhile; the pipeline takes it up when it goes on.
  await decide(example, LABEL, 'completed', 1);
}

/** The new version is installed; what is under way stays on its version, or goes over. */
async function install(example: Example, choose: (page: Page) => Promise<void>): Promise<void> {
  const page = example.app.window;
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('1 cycle had not ended at the pause');
  await expect(dialog).toContainText('1 cycle is in progress on an older version');
  await choose(page);
  await expect(dialog).toBeHidden();
  expect(await status(example)).toBe('Installed');
}

test('the example is drawn by mouse in few actions, runs, is paused, changed, and goes on', async ({
  launch,
  folder,
}) => {
  const app = await launch();
  const { window: page } = app;
  const example = await emptyPipeline(app, folder);
  const form = page.getByRole('complementary', { name: 'What is chosen' });
  const entry = (name: string) =>
    page.getByRole('navigation', { name: 'Nodes' }).getByRole('button', { name: new RegExp(`^${name}`) });
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  await test.step('draw and install', async () => {
    const hands = handsOn(page);
    const newDataset = async (field: string, name: string) => {
      await hands.click(form.getByRole('combobox', { name: field }));
      await hands.type(name);
      await hands.click(page.getByRole('option', { name: `New dataset “${name}”` }));
    };
    await hands.doubleClick(entry('Dataset'));
    await newDataset('Dataset', 'videos');
    await expect(card(page, 'videos')).toBeVisible();
    await hands.doubleClick(entry('Split video'));
    await newDataset('Frames go to', 'frames');
    await hands.doubleClick(entry('Data split'));
    await hands.doubleClick(entry('Labelling task'));
    await hands.doubleClick(entry('QA task'));
    await hands.doubleClick(entry('Dataset'));
    await newDataset('Dataset', 'approved');
    await hands.click(card(page, QA));
    await hands.doubleClick(entry('Dataset'));
    await newDataset('Dataset', 'discarded');
    await hands.click(button('Fit View'));
    await hands.drag(
      card(page, LABEL).locator('.react-flow__handle.source'),
      card(page, 'discarded').locator('.react-flow__handle.target'),
    );
    await expect(edges(page)).toHaveCount(7);
    await hands.click(card(page, LABEL));
    await hands.click(button('Add in parallel'));
    await expect(edges(page)).toHaveCount(10);
    await shoot(page, 'chapter-mouse');
    await hands.click(button('Save and install'));
    await hands.click(button('Install version 2'));
    await expect.poll(() => status(example)).toBe('Installed');
    await expectExample(example);
    expect(hands.count()).toBeLessThan(MOST);
  });

  await test.step('run', () => workABit(example));
  await test.step('pause', () => pause(example, () => button('Pause').click()));
  await test.step('change, and move what is under way', async () => {
    await page.getByRole('link', { name: 'Edit' }).click();
    await card(page, QA).click();
    await form.getByRole('button', { name: /QA task.*approved/ }).click();
    await entry('Set item').dblclick();
    await form.getByLabel('Add tags').fill('second look');
    await page.keyboard.press('Enter');
    await button('Save and install').click();
    await install(example, async () => {
      await page.getByLabel('Move to the new version').click();
      await shoot(page, 'chapter-change');
      await button('Install version 3').click();
    });
  });
  await test.step('go on to the end', () => finish(example, FRAMES - 4));
});

test('the same by keys alone, and what is under way ends on its version', async ({ launch, folder }) => {
  const app = await launch();
  const { window: page } = app;
  const example = await emptyPipeline(app, folder);

  await test.step('draw and install', async () => {
    const hands = handsOn(page);
    await add(page, hands, 'videos', 'videos');
    await add(page, hands, 'split video', 'Split video into frames');
    // The third of its settings.
    for (const key of ['e', 'Tab', 'Tab']) await hands.press(key);
    await hands.type('frames');
    await hands.press('Enter');
    await expect(page.getByRole('combobox', { name: 'Frames go to' })).toHaveValue(/^frames/);
    await hands.press('Escape');
    await add(page, hands, 'data split', 'Data split');
    await add(page, hands, 'label', LABEL);
    await add(page, hands, 'qa', QA);
    await add(page, hands, 'approved', 'approved');
    await hands.press('[');
    await add(page, hands, 'discarded', 'discarded');
    for (const key of ['[', '[', '[', 'c']) await hands.press(key);
    await hands.type('discarded');
    await hands.press('Enter');
    await expect(edges(page)).toHaveCount(7);
    await hands.press('[');
    await hands.press('p');
    await expect(edges(page)).toHaveCount(10);
    await shoot(page, 'chapter-keys');
    await hands.press('i');
    await expect(page.getByRole('button', { name: 'Install version 2' })).toBeFocused();
    await hands.press('Enter');
    await expect.poll(() => status(example)).toBe('Installed');
    await expectExample(example);
    expect(hands.count()).toBeLessThan(MOST);
  });

  await test.step('run', () => workABit(example));
  await test.step('pause', () =>
    pause(example, async () => {
      await page.getByRole('button', { name: 'Pause', exact: true }).press('Enter');
    }));
  await test.step('change, and let what is under way end on its version', async () => {
    await page.getByRole('link', { name: 'Edit' }).press('Enter');
    await expect(card(page, QA)).toBeVisible();
    const hands = handsOn(page);
    for (const key of [']', ']', ']', ']', ']', 'w']) await hands.press(key);
    await add(page, hands, 'set item', 'Set item');
    for (const key of ['e', 'Tab']) await hands.press(key);
    await hands.type('second look');
    await hands.press('Enter');
    await hands.press('Escape');
    await hands.press('i');
    await install(example, async () => {
      await expect(page.getByLabel('Finish on theirs')).toBeChecked();
      await page.getByRole('button', { name: 'Install version 3' }).press('Enter');
    });
  });
  await test.step('go on to the end', () => finish(example, 0));
});

/** Adds a node or a dataset after what is chosen, by its name. */
async function add(page: Page, hands: Hands, name: string, made: string): Promise<void> {
  await hands.press('a');
  await hands.type(name);
  await hands.press('Enter');
  await expect(card(page, made)).toBeVisible();
}
