/** What the clock starts. The world's clock stands still unless it is moved; nothing waits for real time. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Graph } from '#core/model/graph.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, flowOf, graphOf, makeBench, makeFlow } from './support/flow.ts';
import { echo, fn, give, withRunners } from './support/nodes.ts';
import { cron, makeUnreadable, on, passed, started, startsOn } from './support/starts.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Friday. */
const NOON = Date.parse('2027-01-15T12:00:00Z');
const graphs = withRunners({ give, echo });

let world: World;
let bench: Bench;

beforeEach(async () => {
  vi.stubEnv('TZ', 'UTC');
  world = await openWorld({ graphs, now: NOON });
  bench = await makeBench(world);
});

afterEach(async () => {
  await world.settled();
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

const tick = (id = 'tick') =>
  fn(id, 'give', { inputs: {}, outputs: { text: 'String' }, config: { outputs: {} } });

const at = (text: string, more?: Parameters<typeof cron>[1]): Graph =>
  startsOn(graphOf([tick()], []), { tick: cron(text, more) });

const every = (text: string, more?: Parameters<typeof cron>[1]) => makeFlow(world, bench, at(text, more));

/** It is that time, and whoever is due has been looked at. */
async function until(time: number): Promise<void> {
  world.clock.at = time;
  world.timed.refresh();
  await world.settled();
}

const count = async (flow: Flow) => (await flow.cycles()).length;

async function restart(flow: Flow, now = world.clock.at): Promise<Flow> {
  await world.crash();
  world = await openWorld({ folder: world.folder, now, graphs });
  await world.settled();
  return flowOf(world, bench, flow.pipelineId);
}

async function nextAt(flow: Flow): Promise<string | null> {
  const [trigger] = await world.calls['triggers.list']({ pipelineId: flow.pipelineId });
  if (trigger?.kind !== 'cron') throw new Error('the trigger is a timed one');
  return trigger.nextAt === null ? null : new Date(trigger.nextAt).toISOString();
}

describe('while it is installed', () => {
  test('a time starts a cycle, once, and then the next', async () => {
    const flow = await every('30 * * * *');
    expect(await nextAt(flow)).toBe('2027-01-15T12:30:00.000Z');
    await until(NOON + HOUR / 2 - 1);
    expect(await count(flow)).toBe(0);
    await until(NOON + HOUR / 2);
    await until(NOON + HOUR / 2 + 1);
    expect(await count(flow)).toBe(1);
    await until(NOON + 1.5 * HOUR);
    expect(await count(flow)).toBe(2);
    expect(await flow.statuses()).toEqual(['success', 'success']);
    const triggers = await world.calls['triggers.list']({ pipelineId: flow.pipelineId });
    expect(triggers).toMatchObject([{ started: 2, lastFiredAt: NOON + 1.5 * HOUR, listening: true }]);
    const [first] = await flow.cycles();
    const { items } = await world.calls['explain.cycle']({ cycleId: first?.id as never, limit: 10 });
    expect(items.map((event) => event.text).join()).toContain('Cycle started by the clock (30 * * * *)');
  });

  test('seconds, if there are six fields', async () => {
    const flow = await every('*/15 * * * * *');
    await until(NOON + 15_000);
    expect(await count(flow)).toBe(1);
  });

  test('real time passes: nobody has to ask', async () => {
    const flow = await every('30 * * * *');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      world.timed.refresh();
      await new Promise((resolve) => setImmediate(resolve));
      for (let minute = 0; minute < 29; minute += 1) {
        world.clock.at += 60_000;
        await vi.advanceTimersByTimeAsync(60_000);
      }
      expect(vi.getTimerCount()).toBe(1);
      expect(await count(flow)).toBe(0);
      world.clock.at += 60_000;
      await vi.advanceTimersByTimeAsync(60_000);
      await new Promise((resolve) => setImmediate(resolve));
      expect(await count(flow)).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  test('a time further away than a timer can count', async () => {
    const flow = await every('0 0 1 1 *');
    expect(await nextAt(flow)).toBe('2028-01-01T00:00:00.000Z');
    await until(Date.parse('2027-12-31T23:59:59Z'));
    expect(await count(flow)).toBe(0);
    await until(Date.parse('2028-01-01T00:00:00Z'));
    expect(await count(flow)).toBe(1);
  });

  test('not before its start and not after its end', async () => {
    const [startAt, endAt] = [NOON + 2 * HOUR, '2027-01-15T16:00:00Z'];
    const flow = await every('0 * * * *', { startAt, endAt });
    for (let hour = 1; hour < 8; hour += 1) await until(NOON + hour * HOUR);
    const began = (await flow.cycles()).map((cycle) => (cycle.createdAt - NOON) / HOUR);
    expect(began).toEqual([2, 3, 4]);
    expect(await nextAt(flow)).toBeNull();
  });

  test('what it gives to its node, and what the node has anyway', async () => {
    const item = world.arrive(bench.inbox, 'a.png');
    const draft = { inputs: { item: 'Item', n: 'Number' }, outputs: { item: 'Item' }, defaults: { n: 3 } };
    const graph = startsOn(graphOf([fn('start', 'echo', draft)], []), {
      start: cron('0 * * * *', { input: { item: item.id } }),
    });
    const flow = await makeFlow(world, bench, graph);
    await until(NOON + HOUR);
    expect(await started(flow)).toEqual([{ nodeId: 'start', input: { item: item.id } }]);
    const [run] = await flow.executions((await flow.cycle()).id);
    expect(run).toMatchObject({ state: 'success', output: { item: item.id, n: 3 } });
  });

  test('several nodes, each at its time, beside events', async () => {
    const any = fn('any', 'echo');
    const graph = startsOn(graphOf([tick('a'), tick('b'), any], []), {
      a: cron('0 * * * *'),
      b: cron('30 * * * *'),
      any: on({}),
    });
    const flow = await makeFlow(world, bench, graph);
    await until(NOON + HOUR / 2);
    world.arrive(bench.inbox, 'a.png');
    await until(NOON + HOUR);
    expect((await started(flow)).map((one) => one.nodeId)).toEqual(['b', 'any', 'a']);
  });
});

describe('what was missed', () => {
  test('while the computer slept starts one cycle, that says so', async () => {
    const flow = await every('*/5 * * * *');
    await until(NOON + 3 * DAY + 1000);
    expect(await count(flow)).toBe(1);
    const { items } = await world.calls['explain.cycle']({ cycleId: (await flow.cycle()).id, limit: 10 });
    expect(items.map((event) => event.text).join()).toContain(
      'late: it was time at 2027-01-15T12:05:00.000Z',
    );
    await until(NOON + 3 * DAY + 300_000);
    expect(await count(flow)).toBe(2);
  });

  test('while Sluice did not run starts one cycle at the next start, and no second at the one after', async () => {
    let flow = await every('0 * * * *');
    await until(NOON + HOUR);
    flow = await restart(flow, NOON + 10 * HOUR + 1);
    expect(await count(flow)).toBe(2);
    flow = await restart(flow, NOON + 10 * HOUR + 2);
    flow = await restart(flow, NOON + 10.5 * HOUR);
    expect(await count(flow)).toBe(2);
    await until(NOON + 11 * HOUR);
    expect(await count(flow)).toBe(3);
  });

  test('in a pause is not made up for', async () => {
    const flow = await every('0 * * * *');
    await flow.pause();
    await until(NOON + 5.5 * HOUR);
    expect(await nextAt(flow)).toBeNull();
    await flow.install();
    expect(await count(flow)).toBe(0);
    await until(NOON + 6 * HOUR);
    expect(await count(flow)).toBe(1);
  });

  test('in a pause that keeps triggers is not missed: the cycles wait', async () => {
    const flow = await every('0 * * * *');
    await world.calls['pipelines.pause']({ pipelineId: flow.pipelineId, keepTriggersActive: true });
    await until(NOON + HOUR);
    await until(NOON + 2 * HOUR);
    expect(await flow.statuses()).toEqual(['pending', 'pending']);
    await flow.install();
    expect(await flow.statuses()).toEqual(['success', 'success']);
  });

  test('of a pipeline that was deleted in such a pause starts nothing', async () => {
    const flow = await every('0 * * * *');
    const { pipelineId } = flow;
    await world.calls['pipelines.pause']({ pipelineId, keepTriggersActive: true });
    await world.calls['pipelines.delete']({ pipelineId });
    await until(NOON + 2 * HOUR);
    expect(world.db.all('SELECT key FROM cycle')).toEqual([]);
    expect(world.db.all('SELECT node FROM trigger_state WHERE due_at IS NOT NULL')).toEqual([]);
  });

  test('by an install at that very moment is not lost', async () => {
    const flow = await every('0 * * * *');
    world.clock.at = NOON + HOUR;
    await flow.install();
    expect(await count(flow)).toBe(1);
  });
});

describe('a clock that jumps', () => {
  test('back does not start the same time twice, at a new start neither', async () => {
    let flow = await every('0 * * * *');
    await until(NOON + HOUR);
    for (const time of [NOON, NOON + HOUR, NOON + HOUR + 1]) await until(time);
    expect(await count(flow)).toBe(1);
    flow = await restart(flow, NOON - HOUR);
    for (const time of [NOON, NOON + HOUR, NOON + HOUR + 1]) await until(time);
    expect(await count(flow)).toBe(1);
    await until(NOON + 2 * HOUR);
    expect(await count(flow)).toBe(2);
  });

  test('forth and back again starts one cycle; a new install reckons from the time that it is', async () => {
    const flow = await every('0 * * * *');
    await until(NOON + 400 * DAY);
    await until(NOON);
    expect(await count(flow)).toBe(1);
    await until(NOON + HOUR);
    expect(await count(flow)).toBe(1);
    await flow.install();
    await until(NOON + 2 * HOUR);
    expect(await count(flow)).toBe(2);
  });
});

describe("the computer's time zone", () => {
  const local = (time: number) => new Date(time).toLocaleString('sv', { timeZone: 'Europe/Berlin' });

  async function began(text: string, from: string, hours: number): Promise<string[]> {
    vi.stubEnv('TZ', 'Europe/Berlin');
    world.clock.at = Date.parse(from);
    const flow = await every(text);
    for (let half = 1; half <= 2 * hours; half += 1) await until(Date.parse(from) + (half * HOUR) / 2);
    return (await flow.cycles()).map((cycle) => local(cycle.createdAt));
  }

  test('a day in spring without its half past two', async () => {
    expect(await began('30 2 * * *', '2027-03-27T00:00:00Z', 72)).toEqual([
      '2027-03-27 02:30:00',
      '2027-03-28 03:00:00',
      '2027-03-29 02:30:00',
    ]);
  });

  test('a day in autumn with two of them', async () => {
    expect(await began('30 2 * * *', '2027-10-30T00:00:00Z', 72)).toEqual([
      '2027-10-30 02:30:00',
      '2027-10-31 02:30:00',
      '2027-11-01 02:30:00',
    ]);
  });

  test('every hour is every hour', async () => {
    expect(await began('0 * * * *', '2027-10-30T22:30:00Z', 6)).toHaveLength(6);
  });

  test('another one after a journey', async () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    let flow = await every('0 18 * * *');
    expect(await nextAt(flow)).toBe('2027-01-15T17:00:00.000Z');
    vi.stubEnv('TZ', 'America/New_York');
    flow = await restart(flow);
    expect(await nextAt(flow)).toBe('2027-01-15T23:00:00.000Z');
  });
});

describe('times that cannot be', () => {
  test.each([
    ['61 * * * *', {}, 'minute'],
    ['x * * * *', {}, 'illegal'],
    ['* * * *', {}, '5 fields'],
    ['', {}, '5 fields'],
    ['0 * * * *', { startAt: 'tomorrow' }, '"tomorrow" is no time'],
    ['0 * * * *', { endAt: 8.65e15 }, 'is no time'],
  ])('%s %o: refused at the install, by the name of the node', async (text, more, why) => {
    const graph = at(text, more);
    const problems = await world.calls['pipelines.validate']({ graph });
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'cron', severity: 'error', nodeId: 'tick' }),
    );
    await expect(every(text, more)).rejects.toMatchObject({
      code: 'pipeline-invalid',
      message: expect.stringMatching(new RegExp(`"tick".*${why}`)),
    });
    expect(world.db.all('SELECT node FROM trigger_state')).toEqual([]);
  });

  test('are told five ahead, also before they are kept', async () => {
    const { times } = await world.calls['triggers.times']({ cron: '30 6 * * *' });
    expect(times.map((time) => new Date(time).toTimeString().slice(0, 5))).toEqual(Array(5).fill('06:30'));
    expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
    expect((await world.calls['triggers.times']({ cron: '0 0 31 2 *' })).times).toEqual([]);
    const [first = 0, second = 0, third = 0] = times;
    const bounded = await world.calls['triggers.times']({
      cron: '30 6 * * *',
      startAt: new Date(second).toISOString(),
      endAt: third + 1,
    });
    expect(first).toBeLessThan(second);
    expect(bounded.times).toEqual([second, third]);
    expect(() => world.calls['triggers.times']({ cron: '30 6 * * *', endAt: 'soon' })).toThrow(
      /"soon" is no time/,
    );
    expect(() => world.calls['triggers.times']({ cron: '61 * * * *' })).toThrow(/"61 \* \* \* \*".*minute/);
  });

  test('that never come are warned of', async () => {
    const problems = await world.calls['pipelines.validate']({ graph: at('0 0 31 2 *') });
    expect(problems).toContainEqual(expect.objectContaining({ code: 'cron', severity: 'warning' }));
    const flow = await every('0 0 31 2 *');
    expect(await nextAt(flow)).toBeNull();
  });
});

test('an item that is not there and a version that nobody can read hold up nobody else', async () => {
  const draft = { inputs: { item: 'Item' }, outputs: { item: 'Item' } };
  const graph = startsOn(graphOf([fn('start', 'echo', draft)], []), {
    start: cron('0 * * * *', { input: { item: '0'.repeat(24) } }),
  });
  const lacking = await makeFlow(world, bench, graph);
  const broken = await every('0 * * * *');
  const flow = await every('0 * * * *');
  makeUnreadable(world, broken.pipelineId, '"connections":[]', '"connections":7');
  await until(NOON + HOUR);
  await until(NOON + 2 * HOUR);
  expect([await count(lacking), await count(broken), await count(flow)]).toEqual([2, 0, 2]);
  expect(passed(world)).toEqual([expect.stringContaining('Does not start by the clock any more')]);
});

test('a version that nobody can read does not keep Sluice from starting', async () => {
  const broken = await every('0 * * * *');
  const flow = await every('0 * * * *');
  makeUnreadable(world, broken.pipelineId, '"connections":[]', '"connections":7');
  const again = await restart(flow);
  await until(NOON + HOUR);
  expect(await count(again)).toBe(1);
});
