/** What a person waits for in the real app: its start, the first picture, and the word that an edit is on disk. */
import { launchApp, type TestApp } from '#test/support/electron-app.ts';
import { type AppGround, prepareApp } from './support/app.ts';
import { type BenchReport, percentile, plainFigure } from './support/report.ts';
import { drawBoxes, openStudio } from './support/studio.ts';

/** Milliseconds. */
const BARS = { start: 2500, firstPicture: 300, durable: 50 } as const;

export async function run(report: BenchReport): Promise<void> {
  const rounds = report.quick ? 2 : 7;
  await using ground = await prepareApp(report.quick ? 10 : 60);
  const times = {
    start: [] as number[],
    cold: [] as number[],
    warm: [] as number[],
    durable: [] as number[],
  };
  for (let round = 0; round < rounds; round += 1) {
    const { app, milliseconds } = await timedStart(ground);
    times.start.push(milliseconds);
    times.cold.push(await openStudio(app.window, 'Label A'));
    times.warm.push(await openStudio(app.window, 'Label B'));
    if (round === 0) times.durable.push(...(await drawBoxes(app.window, report.quick ? 4 : 10, 6)));
    await leaveFromHome(app);
  }
  const tell = (metric: string, values: readonly number[], bar: number) => {
    report.figure(plainFigure('main-job', `${metric}, median`, 'ms', percentile(values, 0.5), bar));
    report.figure(plainFigure('main-job', `${metric}, 95th percentile`, 'ms', percentile(values, 0.95), bar));
  };
  tell('pointer released to edit on disk', times.durable, BARS.durable);
  tell('app started to usable Home', times.start, BARS.start);
  tell('click to first frame in a new Studio', times.cold, BARS.firstPicture);
  tell('click to first frame in the Studio again', times.warm, BARS.firstPicture);
}

/** Until the project on Home can be clicked; the time that the test's own connection takes is in it. */
async function timedStart(ground: AppGround): Promise<{ app: TestApp; milliseconds: number }> {
  const { workspace, userData, env } = ground;
  const started = performance.now();
  const app = await launchApp({ workspace, userData, env });
  await app.window.getByRole('heading', { name: 'Sample project' }).waitFor();
  return { app, milliseconds: performance.now() - started };
}

/** The app comes back to where it was left: the next start must come back to Home. */
async function leaveFromHome(app: TestApp): Promise<void> {
  await app.window.getByRole('link', { name: 'Home', exact: true }).click();
  while (!/home|^\/?$/.test((await app.call('settings.get', {})).place ?? '-'))
    await app.window.waitForTimeout(50);
  await app.close();
}
