/** Processes and threads that are ended from outside, given up, and closed. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { Home, HomeEvents } from '#engine/code/home.ts';
import { createPool } from '#engine/code/pool.ts';
import { openProcessHome, type ProcessHome } from '#engine/code/process-home.ts';
import { startSnippetWorker } from '#engine/code/start-worker.ts';
import { answerOf, makeSandbox, requestOf, runOne } from './support.ts';

const LOOP = 'export default () => { while (true) {} }';
const DOUBLE = 'export default (n) => n * 2';
const WORKERS = { compute: 1, waiting: 1 };
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** A sandbox whose processes can be seen. */
function visibleSandbox(missedBeats = 10) {
  const pids: number[] = [];
  const openHome = (events: HomeEvents): ProcessHome => {
    const home = openProcessHome({ workers: WORKERS, events, logger: { log: () => undefined }, missedBeats });
    const pid = home.pid();
    if (pid !== null) pids.push(pid);
    return home;
  };
  return { pids, sandbox: makeSandbox({ openHome }) };
}

/** A sandbox whose threads can be seen. */
function visibleThreads() {
  const threads: Worker[] = [];
  const begun: Int32Array[] = [];
  const openHome = (events: HomeEvents): Home =>
    createPool({
      workers: WORKERS,
      report: events.report,
      startWorker(progress) {
        begun.push(progress);
        const worker = startSnippetWorker(progress);
        threads.push(worker);
        return worker;
      },
    });
  const itemsBegun = () => begun.reduce((sum, progress) => sum + Atomics.load(progress, 1), 0);
  return { threads, itemsBegun, sandbox: makeSandbox({ openHome }) };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

describe('a process', () => {
  it('that is killed fails what it had in hand as a crash, and the next batch works', async () => {
    const { sandbox, pids } = visibleSandbox();
    expect(await answerOf(sandbox, DOUBLE, 1)).toBe(2);
    const [first] = pids;
    if (first === undefined) throw new Error('There is no process.');
    const lost = runOne(sandbox, LOOP, 1, { timeoutMs: 60_000 });
    await sleep(200);
    process.kill(first, 'SIGKILL');
    expect(await lost).toMatchObject({
      ok: false,
      kind: 'crash',
      message: expect.stringContaining('SIGKILL'),
    });
    expect(await answerOf(sandbox, DOUBLE, 2)).toBe(4);
    expect(pids).toHaveLength(2);
    expect(isAlive(first)).toBe(false);
  });

  it('that is killed takes nothing with it that was not in hand', async () => {
    const { sandbox, pids } = visibleSandbox();
    const numbers = Array.from({ length: 5_000 }, (_, n) => n);
    const all = sandbox.run(
      requestOf('export default (n) => { for (let i = 0; i < 1e4; i++); return n }', numbers),
    );
    await sleep(700);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    const outcomes = await all;
    const crashed = outcomes.filter((outcome) => !outcome.ok);
    expect(outcomes).toHaveLength(numbers.length);
    expect(crashed.length).toBeLessThanOrEqual(100);
    for (const [n, outcome] of outcomes.entries()) {
      expect(outcome).toMatchObject(outcome.ok ? { value: n } : { kind: 'crash' });
    }
  });

  it('that says nothing any more is killed', async () => {
    const { sandbox, pids } = visibleSandbox(2);
    expect(await answerOf(sandbox, DOUBLE, 1)).toBe(2);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    const outcome = await runOne(sandbox, DOUBLE, 1);
    expect(outcome).toMatchObject({ kind: 'crash', message: expect.stringContaining('no sign of life') });
    expect(await answerOf(sandbox, DOUBLE, 2)).toBe(4);
  });

  it('is ended when there is no work, and started again when there is', async () => {
    const pids: number[] = [];
    const openHome = (events: HomeEvents): Home => {
      const home = openProcessHome({
        workers: WORKERS,
        events,
        logger: { log: () => undefined },
        missedBeats: 10,
      });
      pids.push(home.pid() ?? 0);
      return home;
    };
    const sandbox = makeSandbox({ openHome, idleMs: 50 });
    expect(await answerOf(sandbox, DOUBLE, 1)).toBe(2);
    await until(() => pids.every((pid) => !isAlive(pid)));
    expect(await answerOf(sandbox, DOUBLE, 2)).toBe(4);
    expect(pids).toHaveLength(2);
  });

  it('is gone when the sandbox is closed, whatever it does', async () => {
    const { sandbox, pids } = visibleSandbox();
    const busy = sandbox.run(requestOf(LOOP, [1, 2, 3], { timeoutMs: 60_000 }));
    const end = expect(busy).rejects.toMatchObject({ code: 'aborted' });
    await sleep(300);
    await sandbox.close();
    await end;
    expect(pids).toHaveLength(1);
    expect(pids.filter(isAlive)).toEqual([]);
    await expect(sandbox.run(requestOf(DOUBLE, [1]))).rejects.toMatchObject({ code: 'aborted' });
    await sandbox.close();
  });

  it('is not started for a sandbox that is not used', async () => {
    const { sandbox, pids } = visibleSandbox();
    expect(await sandbox.run(requestOf(DOUBLE, []))).toEqual([]);
    await sandbox.close();
    expect(pids).toEqual([]);
  });
});

describe('a thread', () => {
  it('that is ended fails the item in hand as a crash, and the others go on', async () => {
    const { sandbox, threads, itemsBegun } = visibleThreads();
    const source = 'export default (n) => { if (n === 1) while (true) {} return n }';
    const all = sandbox.run(requestOf(source, [1, 2, 3], { timeoutMs: 60_000 }));
    await until(() => itemsBegun() > 0);
    // The first item hangs, so nothing else is begun however long one waits.
    await sleep(500);
    const before = threads.length;
    await threads.at(-1)?.terminate();
    const outcomes = await all;
    expect(outcomes.map((outcome) => (outcome.ok ? outcome.value : outcome.kind))).toEqual(['crash', 2, 3]);
    expect(threads.length).toBeGreaterThan(before);
  });

  it('that cannot start is a crash', async () => {
    const openHome = (events: HomeEvents): Home =>
      createPool({
        workers: WORKERS,
        report: events.report,
        startWorker(progress) {
          const worker = startSnippetWorker(progress);
          void worker.terminate();
          return worker;
        },
      });
    const outcomes = await makeSandbox({ openHome }).run(requestOf(DOUBLE, [1, 2]));
    expect(outcomes.map((outcome) => !outcome.ok && outcome.kind)).toEqual(['crash', 'crash']);
  });

  it('is replaced when it is worn by what ran out of memory', async () => {
    const { sandbox, threads } = visibleThreads();
    const source = 'export default (n) => { const all = []; while (true) all.push(new Array(1000).fill(n)) }';
    const outcomes = await sandbox.run(
      requestOf(source, new Array(20).fill(1), { memoryBytes: 4 * 2 ** 20 }),
    );
    expect(outcomes.every((outcome) => !outcome.ok && outcome.kind === 'memory')).toBe(true);
    expect(threads.length).toBeGreaterThan(1);
  });

  it('is gone when the sandbox is closed', async () => {
    const { sandbox, threads } = visibleThreads();
    const busy = expect(sandbox.run(requestOf(LOOP, [1], { timeoutMs: 60_000 }))).rejects.toMatchObject({
      code: 'aborted',
    });
    await until(() => threads.length === 1);
    const exit = new Promise((resolve) => threads[0]?.on('exit', resolve));
    await Promise.all([sandbox.close(), busy, exit]);
  });
});

describe('giving up', () => {
  it.each(['process', 'thread'] as const)('ends the work at once, and others go on (%s)', async (way) => {
    const sandbox = makeSandbox({ way });
    const controller = new AbortController();
    const busy = sandbox.run(
      requestOf(LOOP, new Array(500).fill(1), { timeoutMs: 60_000 }),
      controller.signal,
    );
    const end = expect(busy).rejects.toMatchObject({ code: 'aborted' });
    const waiting = answerOf(sandbox, DOUBLE, 21);
    await sleep(300);
    controller.abort();
    await end;
    expect(await waiting).toBe(42);
  });

  it('before it began', async () => {
    const sandbox = makeSandbox();
    const signal = AbortSignal.abort();
    await expect(sandbox.run(requestOf(DOUBLE, [1]), signal)).rejects.toMatchObject({ code: 'aborted' });
    const snippet = { language: 'javascript', source: DOUBLE } as const;
    await expect(sandbox.check(snippet, signal)).rejects.toMatchObject({ code: 'aborted' });
    expect(await sandbox.check(snippet)).toBeNull();
  });
});

describe('a request', () => {
  it.each([
    { timeoutMs: 0 },
    { timeoutMs: Number.NaN },
    { timeoutMs: Number.POSITIVE_INFINITY },
    { memoryBytes: 0 },
  ])('with limits that are none is refused: %j', async (limits) => {
    const run = makeSandbox().run(requestOf(DOUBLE, [1], limits));
    await expect(run).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('with a context that is not JSON is refused', async () => {
    const run = makeSandbox().run(requestOf(DOUBLE, [1], { context: { big: 1n } }));
    await expect(run).rejects.toMatchObject({ code: 'invalid-input' });
  });
});
