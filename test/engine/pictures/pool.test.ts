import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPicturePool, type PicturePool, type PicturePoolOptions } from '#engine/pictures/pool.ts';
import type { PictureTask } from '#engine/pictures/tasks.ts';

let folder = '';
let pool: PicturePool;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-pool-'));
});
afterEach(async () => {
  await pool.close();
  await rm(folder, { recursive: true, force: true });
});

const logger = { log: () => undefined };
function open(options: Partial<PicturePoolOptions> = {}): void {
  pool = createPicturePool({ logger, ...options });
}

/** A stand-in for the picture process: it answers when the picture's name says so, or ends as crashing code does. */
async function standIn(): Promise<string> {
  const entry = join(folder, 'stand-in.mjs');
  await writeFile(
    entry,
    `process.on('disconnect', () => process.exit(0));
    import { appendFileSync, existsSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    process.on('message', async ({ id, task }) => {
      appendFileSync(${JSON.stringify(join(folder, 'log'))}, task.input + '\\n');
      if (task.input.includes('crash')) process.kill(process.pid, 'SIGSEGV');
      if (task.input.includes('once') && !existsSync(task.output)) { appendFileSync(task.output, ''); process.kill(process.pid, 'SIGSEGV'); }
      if (task.input.includes('hang')) return;
      while (task.input.includes('wait') && !existsSync(${JSON.stringify(join(folder, 'go'))})) await sleep(5);
      process.send({ kind: 'done', id, bytes: null });
    });`,
  );
  return entry;
}

const thumb = (input: string): PictureTask => ({
  kind: 'thumb',
  input,
  output: join(folder, `${input.replaceAll('/', '-')}.webp`),
  size: 64,
});

async function begun(): Promise<string[]> {
  const { readFile } = await import('node:fs/promises');
  return (await readFile(join(folder, 'log'), 'utf8')).trim().split('\n');
}

test('what is on the screen comes before the grid, the newest first, and the background last', async () => {
  open({ size: 1, entry: await standIn() });
  const runs = [pool.run(thumb('wait-first'), { urgency: 'grid' })];
  await vi.waitFor(() => expect(pool.state()).toMatchObject({ begun: 1 }));
  for (const [name, urgency] of [
    ['background', 'background'],
    ['old', 'grid'],
    ['new', 'grid'],
    ['seen', 'screen'],
  ] as const) {
    runs.push(pool.run(thumb(name), { urgency }));
  }
  await writeFile(join(folder, 'go'), '');
  await Promise.all(runs);
  expect(await begun()).toEqual(['wait-first', 'seen', 'new', 'old', 'background']);
});

test('scrolling fast through ten thousand pictures makes only those that are seen at the end', async () => {
  open({ size: 2, entry: await standIn() });
  const held = [
    pool.run(thumb('wait-a'), { urgency: 'grid' }),
    pool.run(thumb('wait-b'), { urgency: 'grid' }),
  ];
  await vi.waitFor(() => expect(pool.state()).toMatchObject({ begun: 2 }));
  const dropped: Promise<unknown>[] = [];
  let seen: { readonly run: Promise<unknown>; readonly abort: AbortController }[] = [];
  for (let first = 0; first < 10_000; first += 40) {
    for (const { abort, run } of seen) {
      dropped.push(run.catch(({ code }) => code));
      abort.abort();
    }
    seen = Array.from({ length: 40 }, (_, at) => {
      const abort = new AbortController();
      return { abort, run: pool.run(thumb(`p${first + at}`), { urgency: 'grid', signal: abort.signal }) };
    });
    expect(pool.state().waiting).toBe(40);
  }
  await writeFile(join(folder, 'go'), '');
  await Promise.all([...held, ...seen.map(({ run }) => run)]);
  expect(new Set(await Promise.all(dropped))).toEqual(new Set(['aborted']));
  expect(pool.state()).toMatchObject({ begun: 42, waiting: 0 });
});

test('a picture that crashes its process is tried once more, then is unreadable; no other suffers', async () => {
  open({ size: 2, entry: await standIn() });
  const results = await Promise.allSettled(
    ['good', 'crash', 'fine', 'once'].map((name) => pool.run(thumb(name), { urgency: 'grid' })),
  );
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(results[1]).toMatchObject({
    reason: { code: 'media-unreadable', message: expect.stringMatching(/"crash"/) },
  });
  expect((await begun()).filter((name) => name === 'crash')).toHaveLength(2);
});

test('a process that hangs is ended', async () => {
  open({ size: 1, entry: await standIn(), taskMs: 300 });
  await expect(pool.run(thumb('hang'), { urgency: 'grid' })).rejects.toMatchObject({
    code: 'media-unreadable',
  });
  await pool.run(thumb('good'), { urgency: 'grid' });
});

test('a pyramid that nobody wants any more is ended; processes without work go', async () => {
  open({ size: 1, entry: await standIn(), idleMs: 50 });
  const abort = new AbortController();
  const task: PictureTask = { kind: 'pyramid', input: 'wait', output: join(folder, 'x.tif'), scale: null };
  const run = pool.run(task, { urgency: 'background', signal: abort.signal });
  await vi.waitFor(() => expect(pool.state().pids).toHaveLength(1));
  abort.abort();
  await expect(run).rejects.toMatchObject({ code: 'aborted' });
  await pool.run(thumb('good'), { urgency: 'grid' });
  await vi.waitFor(() => expect(pool.state().pids).toEqual([]));
});

test('the real process makes a picture and names one that it cannot read', async () => {
  open();
  const input = join(folder, 'red.png');
  await sharp({ create: { width: 300, height: 100, channels: 3, background: 'red' } }).toFile(input);
  const output = join(folder, 'small.webp');
  expect(await pool.run({ kind: 'thumb', input, output, size: 90 }, { urgency: 'grid' })).toBeNull();
  expect(await sharp(output).metadata()).toMatchObject({ width: 90, height: 30 });
  await writeFile(join(folder, 'bad.png'), 'no picture');
  const bad: PictureTask = {
    kind: 'thumb',
    input: join(folder, 'bad.png'),
    output: join(folder, 'n.webp'),
    size: 9,
  };
  await expect(pool.run(bad, { urgency: 'grid' })).rejects.toMatchObject({
    code: 'media-unreadable',
    message: expect.stringMatching(/"bad.png"/),
  });
  expect(await readdir(folder)).not.toContain('n.webp');
});

/** So much noise that its pyramid takes a while. */
async function largePyramid(name: string): Promise<PictureTask> {
  const input = join(folder, name);
  const noise = { type: 'gaussian', mean: 128, sigma: 50 } as const;
  await sharp({ create: { width: 6000, height: 5000, channels: 3, background: '#777', noise } })
    .jpeg()
    .toFile(input);
  return { kind: 'pyramid', input, output: `${input}.tif`, scale: null };
}

/** Ends the process that is in the middle of a picture as a fault of native code does. */
async function crash(pids: readonly number[]): Promise<number> {
  await vi.waitFor(() => expect(pool.state().pids.some((pid) => !pids.includes(pid))).toBe(true));
  const pid = pool.state().pids.find((one) => !pids.includes(one)) ?? 0;
  process.kill(pid, 'SIGSEGV');
  return pid;
}

test('a real process that crashes in the middle of a picture: once more, then unreadable; others go on', async () => {
  open({ size: 2 });
  const task = await largePyramid('large.jpg');
  const once = pool.run(task, { urgency: 'background' });
  const first = await crash([]);
  await once;
  expect(await sharp(task.kind === 'pyramid' ? task.output : '').metadata()).toMatchObject({ width: 6000 });

  const refused = expect(pool.run(task, { urgency: 'background' })).rejects.toMatchObject({
    code: 'media-unreadable',
    message: expect.stringMatching(/"large.jpg" makes its decoder crash/),
  });
  const second = await crash([first]);
  const small = join(folder, 'red.png');
  await sharp({ create: { width: 30, height: 10, channels: 3, background: 'red' } }).toFile(small);
  const output = join(folder, 'small.webp');
  await pool.run({ kind: 'thumb', input: small, output, size: 9 }, { urgency: 'grid' });
  // The first picture with its second try, the same once more, and the small one.
  await vi.waitFor(() => expect(pool.state().begun).toBe(5));
  for (const pid of pool.state().pids) if (pid !== first && pid !== second) process.kill(pid, 'SIGSEGV');
  await refused;
  await pool.run({ kind: 'thumb', input: small, output, size: 9 }, { urgency: 'grid' });
});
