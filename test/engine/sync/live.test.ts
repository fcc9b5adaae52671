/** What one person does is at the others' at once: nobody asks for it before a day is over. */
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallOutput } from '#contract/index.ts';
import type { ItemId } from '#core/model/ids.ts';
import { askAfter, fetchAfter, PACE } from '#engine/sync/pace.ts';
import { createWatchers } from '#engine/sync/watchers.ts';
import { fc } from '#test/support/property.ts';
import { cutProxy } from './support/cut-proxy.ts';
import {
  addDataset,
  BOX as box,
  createTeam,
  linkTo,
  type Side,
  type Team,
  tokenOf,
} from './support/sides.ts';

const DAY_MS = 86_400_000;
const NEVER_ASKS = { askMs: DAY_MS, longestAskMs: DAY_MS, silenceMs: DAY_MS, gatherMs: 5 } as const;
const AT_ONCE = { spreadMs: 0, gapMs: 0 } as const;
const PATIENT = { timeout: 20_000 } as const;

let team: Team;
let hub: Side;
let datasetId: CallOutput<'datasets.create'>['id'];
let itemId: ItemId;
let port: number;

beforeEach(async () => {
  team = createTeam();
  hub = await team.open('hub', 'lead@example.com');
  ({ port } = await hub.host.serve({ port: 0 }));
  ({ datasetId, itemId } = await addDataset(hub));
});

afterEach(async () => await team.close());

async function station(name: string, pace: object = { ...NEVER_ASKS, ...AT_ONCE }): Promise<Side> {
  const side = await team.open(name, `${name}@example.com`, { pace });
  await linkTo(side, `http://127.0.0.1:${port}`, await tokenOf(hub, `${name}@example.com`), datasetId);
  return side;
}

const labels = async (side: Side) =>
  (await side.call('annotations.list', { itemId })).map(({ label }) => label).toSorted();

const add = async (side: Side, label: string) =>
  await side.call('annotations.add', { itemId, annotations: [{ ...box, label }] });

describe('a change', () => {
  test('of one workstation is at the hub and at another workstation, one after the other', async () => {
    const [ada, ben] = [await station('ada'), await station('ben')];
    const all: string[] = [];
    for (const [at, label] of ['car', 'bus', 'van'].entries()) {
      await add(at % 2 === 0 ? ada : ben, label);
      all.push(label);
      for (const side of [hub, ada, ben]) {
        await expect.poll(() => labels(side), PATIENT).toEqual(all.toSorted());
      }
    }
  });

  test('of the tasks is heard of, too', async () => {
    const ada = await station('ada');
    const { projectId } = await hub.call('datasets.get', { datasetId });
    const people = [{ person: 'ada@example.com', load: 1 }];
    const draft = { projectId, datasetId, filter: {}, reply: {} } as const;
    await hub.call('tasks.create', { ...draft, name: 'Label', type: 'annotation', people });
    const names = async () => (await ada.call('tasks.list', { projectId })).map(({ name }) => name);
    await expect.poll(names, PATIENT).toEqual(['Label']);
  });

  test('is fetched after the hub was away and came back', async () => {
    const ada = await station('ada');
    await hub.host.close();
    const state = async () => (await ada.call('sync.states', {}))[0]?.state;
    await add(ada, 'car');
    await expect.poll(state, PATIENT).toBe('offline');
    hub = await team.open('hub', 'lead@example.com');
    await hub.host.serve({ port });
    await add(hub, 'bus');
    await expect.poll(() => labels(ada), PATIENT).toEqual(['bus', 'car']);
    // It listens again.
    await add(hub, 'van');
    await expect.poll(() => labels(ada), PATIENT).toEqual(['bus', 'car', 'van']);
  });

  test('is fetched when what lies between has cut the connection, and it listens again', async () => {
    const proxy = await cutProxy(port);
    const ada = await team.open('ada', 'ada@example.com', { pace: { ...NEVER_ASKS, ...AT_ONCE, askMs: 20 } });
    await linkTo(ada, proxy.address, await tokenOf(hub, 'ada@example.com'), datasetId);
    const known: string[] = [];
    for (const label of ['car', 'bus']) {
      await expect.poll(() => proxy.waiting(), PATIENT).toEqual(['/api/v1/hub/watch']);
      proxy.cut();
      known.push(label);
      await add(hub, label);
      await expect.poll(() => labels(ada), PATIENT).toEqual(known.toSorted());
    }
    await proxy.close();
  });

  test('is seen by asking where nothing is heard', async () => {
    // Nobody waits for an answer here for long enough to hear of anything.
    const ada = await station('ada', { ...NEVER_ASKS, ...AT_ONCE, watchSeconds: 0, silenceMs: 0, gapMs: 30 });
    await add(hub, 'car');
    await expect.poll(() => labels(ada), PATIENT).toEqual(['car']);
  });
});

test('a workstation that waits keeps neither itself nor the hub from closing', async () => {
  const ada = await station('ada');
  const begun = performance.now();
  await ada.host.close();
  await hub.host.close();
  // It waits for 25 s.
  expect(performance.now() - begun).toBeLessThan(15_000);
  const free = await new Promise<boolean>((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
  expect(free).toBe(true);
});

describe('the time until a remote is asked', () => {
  const at = (value: number) => ({ next: () => value });

  test('grows while nothing comes, and begins anew', () => {
    const times = [0, 1, 2, 3, 4, 5, 6].map((quiet) => askAfter(PACE, quiet, at(0.5)));
    expect(times).toEqual([5000, 5000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  test('is another for each of many that hear of the same', () => {
    const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(draw, fc.nat(10_000), (random, since) => {
        const wait = fetchAfter(PACE, since, at(random));
        expect(wait).toBeGreaterThanOrEqual(Math.max(0, PACE.gapMs - since));
        expect(wait).toBeLessThanOrEqual(Math.max(0, PACE.gapMs - since) + PACE.spreadMs);
      }),
    );
    const fifty = Array.from({ length: 50 }, (_, one) => fetchAfter(PACE, DAY_MS, at(one / 50)));
    expect(new Set(fifty).size).toBe(50);
    // A clock that was put back is no reason to wait for long.
    expect(fetchAfter(PACE, -DAY_MS, at(0))).toBe(PACE.gapMs);
  });
});

describe('who waits at the hub', () => {
  test('is told at once of what is new already, and of what comes, once the burst is over', async () => {
    const watchers = createWatchers(() => 'start', new AbortController().signal);
    let looks = 0;
    let isNew = false;
    const look = () => {
      looks += 1;
      return isNew;
    };
    expect(await watchers.wait(look, 0)).toBe(false);
    looks = 0;
    const waiting = watchers.wait(look, DAY_MS);
    isNew = true;
    for (let commit = 0; commit < 100; commit += 1) watchers.committed();
    expect(await waiting).toBe(true);
    expect(looks).toBe(2);
    expect(await watchers.wait(look, DAY_MS)).toBe(true);
  });

  test('hears by another word that recipes or tasks have changed, and leaves when the hub closes', async () => {
    const closing = new AbortController();
    const watchers = createWatchers(() => 'start', closing.signal);
    const before = watchers.about();
    watchers.heard({ name: 'items.changed' });
    expect(watchers.about()).toBe(before);
    const waiting = watchers.wait(() => watchers.about() !== before, DAY_MS);
    watchers.heard({ name: 'tasks.changed' });
    expect(await waiting).toBe(true);
    const other = watchers.wait(() => false, DAY_MS);
    closing.abort();
    expect(await other).toBe(false);
  });
});
