/** Code nodes when processes die: the sandbox's, and the engine's own. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { open } from '#contract/envelope.ts';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import { createHost } from '#engine/host.ts';
import { systemPorts } from '#engine/ports.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { flowOf, graphOf, makeBench, makeFlow, storage } from '../runner/support/flow.ts';
import { code, historyOf, itemNow, only, until } from './support.ts';

let world: World;

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

/** Waits, once it has said that it began, until somebody lets it go on. */
const WAITING = `export default (item) => {
  if (item.name === 'slow') {
    writeText('began', '');
    for (;;) { try { readText('go on'); break } catch {} }
  }
  item.metadata.user = { runs: (item.metadata.user?.runs ?? 0) + 1 };
  return item;
}`;
const GRANTED = { sluice: { grants: ['files'], timeoutSeconds: 600 } };

const has = (name: string) => existsSync(join(world.ctx.files.shared, name));

function snippetProcess(): number {
  const lines = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  const line = lines.split('\n').find((each) => each.includes('snippet-process'));
  return Number.parseInt(line ?? '', 10);
}

test('one that takes its process down each time is set aside, and the others go on', async () => {
  world = await openWorld();
  mkdirSync(world.ctx.files.shared);
  const bench = await makeBench(world);
  const flow = await makeFlow(world, bench, graphOf([code('snip', WAITING, GRANTED)], []));
  const items = ['quick', 'slow', 'late'].map((name) => world.arrive(bench.inbox, name));
  const done = flow.run(items);
  const killing = (async () => {
    for (let kills = 0; kills < 3; kills++) {
      await until(() => has('began'));
      rmSync(join(world.ctx.files.shared, 'began'));
      process.kill(snippetProcess(), 'SIGKILL');
    }
  })();
  const cycles = await done;
  await killing;
  const runs = await Promise.all(cycles.map((id) => only(flow, id, 'snip')));
  expect(runs.map((one) => one.state)).toEqual(['success', 'dead', 'success']);
  expect(runs[1]?.error).toMatch(
    /died 3 times\. "snip": The process that runs snippets has ended \(signal SIGKILL\)/,
  );
  expect(items.map(({ id }) => itemNow(world, id).metadata['user'])).toEqual([
    { runs: 1 },
    undefined,
    { runs: 1 },
  ]);
});

test.each([
  ['dies', 'kill'],
  ['is closed', 'crash'],
] as const)(
  'an engine that %s while a snippet runs does its work once, when it is back',
  async (_how, end) => {
    world = await openWorld();
    mkdirSync(world.ctx.files.shared);
    const bench = await makeBench(world);
    const target = await bench.dataset('end');
    const flow = await makeFlow(
      world,
      bench,
      graphOf([code('snip', WAITING, GRANTED), storage('end', target)], ['snip > end']),
    );
    const slow = world.arrive(bench.inbox, 'slow');
    await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [slow.id] });
    await until(() => has('began'));
    await world[end]();
    const { folder } = world;
    world = await openWorld({ folder });
    // Lets it go on.
    writeFileSync(join(world.ctx.files.shared, 'go on'), '');
    await world.settled();
    expect(itemNow(world, slow.id).metadata['user']).toEqual({ runs: 1 });
    const again = flowOf(world, bench, flow.pipelineId);
    expect(await again.inDataset(target)).toEqual(['slow']);
    expect(await again.statuses()).toEqual(['success']);
    const changed = (await historyOf(world, slow.id)).filter((event) =>
      event.text.includes('changed metadata'),
    );
    expect(changed).toHaveLength(1);
  },
);

test('the engine ends what it has started when it closes', async () => {
  world = await openWorld();
  const host = createHost({
    ports: systemPorts({ logFile: null }),
    configDir: join(world.folder, 'config'),
    packagedDir: null,
    version: '0',
  });
  const call = async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> =>
    open(await host.call(name, input)) as CallOutput<N>;
  await call('workspaces.open', { path: join(world.folder, 'other') });
  const { id: projectId } = await call('projects.create', { name: 'P' });
  const graph = graphOf([code('snip', 'export default () => 1', { inputs: { value: 'Json' } })], []);
  const { id: pipelineId } = await call('pipelines.create', { projectId, name: 'F', graph });
  await call('pipelines.install', { pipelineId });
  await call('pipelines.execute', { pipelineId, input: { value: 1 } });
  await until(async () => (await call('diagnostics.idle', {})).machineWork === 0);
  const pid = snippetProcess();
  expect(pid).toBeGreaterThan(0);
  await host.close();
  expect(snippetProcess()).toBeNaN();
});
