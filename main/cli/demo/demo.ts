/** The demo: a sample video goes the whole way, with seeded decisions in place of people. */
import type { CliEngine } from '../engine.ts';
import { isIdle, nextEvent, refuseAborted, waitForImports } from '../idle.ts';
import type { Session } from '../session.ts';
import { countDemo, type DemoCounts } from './counts.ts';
import { type People, workOnce } from './people.ts';
import { findSample, makeSample, type Sample } from './sample.ts';

export type DemoOptions = { readonly frames: number; readonly seed: string };

/** How long the people wait for news when nothing waits for them, in milliseconds. */
const PATIENCE_MS = 100;

/** Works until nothing waits for anybody, from wherever an earlier demo in the workspace stopped. */
export async function runDemo(
  engine: CliEngine,
  options: DemoOptions,
  session: Session,
): Promise<DemoCounts> {
  const { call } = engine;
  // The video of a demo that was interrupted may be on its way.
  await waitForImports(engine, session.signal);
  const sample = (await findSample(call)) ?? (await makeSample(call, options.frames));
  const { person } = await call('settings.get', {});
  const people: People = { call, seed: options.seed, person };
  const tasks = await call('tasks.list', { projectId: sample.projectId });
  let decided = 0;
  for (;;) {
    let worked = false;
    for (const task of tasks) {
      while (await workOnce(people, task)) {
        refuseAborted(session.signal);
        worked = true;
        decided += 1;
        if (decided % 20 === 0) session.output.progress(`${decided} decisions`);
      }
    }
    refuseAborted(session.signal);
    // Idle is asked for before the tasks are gone through once more: what finished in between shows up in them.
    if (worked) continue;
    if (await takeUpAgain(engine, sample)) continue;
    if (isIdle(await call('diagnostics.idle', {})) && !(await anyWaits(engine, sample))) break;
    await nextEvent(engine, session.signal, PATIENCE_MS);
  }
  return await countDemo(call, sample);
}

/**
 * What was set aside because engines died while they worked on it is tried again, as a person would who knows that
 * they were killed and that it is not to blame. What failed by itself stays failed.
 */
async function takeUpAgain({ call }: CliEngine, sample: Sample): Promise<boolean> {
  const dead = await call('executions.list', { pipelineId: sample.pipelineId, state: 'dead' });
  for (const { id } of dead.items) await call('executions.retry', { executionId: id });
  return dead.items.length > 0;
}

async function anyWaits(engine: CliEngine, sample: Sample): Promise<boolean> {
  const tasks = await engine.call('tasks.list', { projectId: sample.projectId });
  return tasks.some((task) => task.counts.open + task.counts.rework > 0);
}
