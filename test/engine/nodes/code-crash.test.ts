/** Code nodes when processes die: the sandbox's, and the engine's own. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
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

test('an engine that dies while a snippet runs does its work once, when it is back', async () => {
  world = await openWorld();
  mkdirSync(world.ctx.files.shared);
  const bench = await makeBench(world);
  const end = await bench.dataset('end');
  const flow = await makeFlow(
    world,
    bench,
    graphOf([code('snip', WAITING, GRANTED), storage('end', end)], ['snip > end']),
  );
  const slow = world.arrive(bench.inbox, 'slow');
  await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [slow.id] });
  await until(() => has('began'));
  await world.kill();
  const { folder } = world;
  world = await openWorld({ folder });
  // Lets it go on.
  writeFileSync(join(world.ctx.files.shared, 'go on'), '');
  await world.settled();
  expect(itemNow(world, slow.id).metadata['user']).toEqual({ runs: 1 });
  const again = flowOf(world, bench, flow.pipelineId);
  expect(await again.inDataset(end)).toEqual(['slow']);
  expect(await again.statuses()).toEqual(['success']);
  const changed = (await historyOf(world, slow.id)).filter((event) =>
    event.text.includes('changed metadata'),
  );
  expect(changed).toHaveLength(1);
});
