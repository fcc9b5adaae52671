/** The example of a pipeline that people learn with, at work: a clip becomes frames, which people label and review. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { itemStatusSchema, type Task } from '#core/model/task.ts';
import { makeSampleClip } from '#engine/media/sample-clip.ts';
import { findMediaTools } from '#engine/media/tools.ts';
import { expect } from '../../support/app-test.ts';
import type { TestApp } from '../../support/electron-app.ts';
import { goTo } from './video-view.ts';

export type Example = {
  readonly app: TestApp;
  readonly projectId: string;
  readonly pipelineId: string;
  readonly folder: string;
};

/** A node of the graph on the canvas. */
export const card = (page: Page, name: string) => page.getByLabel(`Node ${name}`, { exact: true });
export const edges = (page: Page) => page.locator('.react-flow__edge');

/** A project without anything, and an empty pipeline in it, open in the composer. */
export async function emptyPipeline(app: TestApp, folder: string): Promise<Example> {
  await app.call('workspaces.open', { path: join(folder, 'w') });
  const project = await app.call('projects.create', { name: 'Crossroads' });
  const graph = { nodes: [], connections: [], startNodes: [] };
  const { id } = await app.call('pipelines.create', { projectId: project.id, name: 'Example', graph });
  await goTo(app, `#/compose/${id}`);
  await expect(app.window.getByText('Drag a node here from the left')).toBeVisible();
  return { app, projectId: project.id, pipelineId: id, folder };
}

export async function status({ app, pipelineId }: Example): Promise<string> {
  return (await app.call('pipelines.get', { pipelineId })).status;
}

/** How many items each dataset of the project has, by its name. */
export async function sizes({ app, projectId }: Example): Promise<Readonly<Record<string, number>>> {
  const datasets = await app.call('datasets.list', { projectId });
  return Object.fromEntries(datasets.map(({ name, itemCount }) => [name, itemCount]));
}

/** Puts a clip of so many frames into the dataset that the pipeline starts with. */
export async function addClip({ app, projectId, folder }: Example, frames: number): Promise<void> {
  const tools = await findMediaTools({ settings: {}, env: process.env });
  const path = join(folder, 'clip.mp4');
  await makeSampleClip(tools, path, { frames, width: 320, height: 180, fps: 5, seed: 5 });
  const videos = (await app.call('datasets.list', { projectId })).find(({ name }) => name === 'videos');
  if (!videos) throw new Error('The dataset of videos was made in the composer.');
  await app.call('items.import', { datasetId: videos.id, paths: [path], mode: 'copy' });
}

export async function taskOf({ app, projectId }: Example, name: string): Promise<Task> {
  const tasks = await app.call('tasks.list', { projectId });
  const found = tasks.find((task) => task.name === name || task.name.endsWith(name));
  if (!found) throw new Error(`There is no task ${name} among ${tasks.map((task) => task.name).join(', ')}.`);
  return found;
}

/** Decides on so many of the items that wait in a task, as a script does. */
export async function decide(example: Example, name: string, decision: string, count: number): Promise<void> {
  const { app } = example;
  const taskId = (await taskOf(example, name)).id;
  for (let left = count; left > 0; left -= 1) {
    const { itemId } = await app.call('tasks.next', { taskId });
    if (itemId === null) throw new Error(`Nothing waits in ${name}.`);
    await app.call('tasks.setStatus', { taskId, itemId, status: itemStatusSchema.parse(decision) });
  }
}

/** Opens a task from the list and decides on its first item by key, looking at it. */
export async function decideByHand(example: Example, name: string, key: string): Promise<void> {
  const { window: page } = example.app;
  const canvas = page.getByTestId('canvas');
  await page.getByRole('link', { name: 'Tasks', exact: true }).first().click();
  await page.getByRole('link', { name: new RegExp(`^(Label|Review): ${name}$`) }).click();
  await expect(canvas).toHaveAttribute('data-item', /^[0-9a-f]{24}$/);
  const before = (await canvas.getAttribute('data-item')) ?? '';
  await page.keyboard.press(key);
  await expect(canvas).not.toHaveAttribute('data-item', before);
}
