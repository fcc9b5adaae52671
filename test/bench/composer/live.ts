/**
 * The monitor beside a pipeline with 100,000 items in flight whose counts change all the time: what the window and what
 * the engine take of a core for it. The engine's share is what it takes more than with another screen in the window.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { launchApp, type TestApp } from '#test/support/electron-app.ts';
import { taskGraph } from '../runner/graph.ts';
import { addItems, handIn, makeGround, makePipeline, openEngine } from '../runner/workspace.ts';
import { prepareApp } from '../support/app.ts';
import { type BenchReport, plainFigure } from '../support/report.ts';

const ITEMS = 100_000;
const [WINDOW_BAR, ENGINE_BAR] = [10, 5];
/** Decisions of people a second: more than enough that counts change at every telling. */
const DECISIONS = 5;

export async function live(report: BenchReport): Promise<void> {
  await using ground = await prepareApp(4);
  const items = report.quick ? 5000 : ITEMS;
  const seconds = report.quick ? 5 : 20;
  const workspace = join(ground.userData, '..', 'large');
  const { pipelineId, projectId } = await fill(workspace, items);
  const app = await launchApp({ workspace, userData: ground.userData, env: ground.env });
  try {
    const [task] = await app.call('tasks.list', { projectId });
    if (!task) throw new Error('The pipeline has no task.');
    const measure = async (hash: string) => {
      await app.window.evaluate((one) => {
        location.hash = one;
      }, hash);
      await delay(2000);
      return await usage(app, task.id, seconds);
    };
    const elsewhere = await measure('#/help');
    const monitor = await measure(`#/pipelines/${pipelineId}`);
    const of = `monitor, ${items.toLocaleString('en')} items in flight, ${DECISIONS} decisions a second`;
    report.figure(
      plainFigure('composer', `${of}: window`, '% of a core', monitor.window - elsewhere.window, WINDOW_BAR),
    );
    report.figure(
      plainFigure('composer', `${of}: engine`, '% of a core', monitor.engine - elsewhere.engine, ENGINE_BAR),
    );
    report.figure(
      plainFigure('composer', `${of}: engine, with the decisions themselves`, '% of a core', monitor.engine),
    );
  } finally {
    await app.close();
  }
}

async function fill(folder: string, count: number) {
  const engine = await openEngine(folder);
  try {
    const ground = await makeGround(engine);
    const pipelineId = await makePipeline(engine, ground, taskGraph(ground.datasetId));
    await handIn(engine.call, pipelineId, addItems(folder, ground.datasetId, count));
    for (;;) {
      const { nodes } = await engine.call('pipelines.counts', { pipelineId });
      if ((nodes.find((node) => node.nodeId === 'label')?.parked ?? 0) >= count) break;
      await delay(100);
    }
    return { pipelineId, projectId: ground.projectId };
  } finally {
    await engine.close();
  }
}

/** Percent of a core that the window's and the engine's processes take while people decide. */
async function usage(app: TestApp, taskId: string, seconds: number) {
  const engine = await app.enginePid();
  const window = await app.app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  );
  const { items } = await app.call('tasks.items', {
    taskId: taskId as never,
    state: 'open',
    limit: seconds * DECISIONS,
  });
  const before = [await cpuSeconds(window), await cpuSeconds(engine)] as const;
  const start = performance.now();
  for (const { itemId } of items) {
    await app.call('tasks.setStatus', { taskId: taskId as never, itemId, status: 'completed' });
    await delay(1000 / DECISIONS);
  }
  const passed = (performance.now() - start) / 1000;
  const share = async (pid: number, was: number) => (100 * ((await cpuSeconds(pid)) - was)) / passed;
  return { window: await share(window, before[0]), engine: await share(engine, before[1]) };
}

/** Seconds of processor time that a process has taken, of all its threads; ticks are hundredths on Linux. */
async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
