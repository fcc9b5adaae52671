import { expect, test } from 'vitest';
import { createMediaQueue } from '#engine/media/queue.ts';

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test('two tasks run at once, the next when one ends', async () => {
  const queue = createMediaQueue();
  const started: number[] = [];
  const gates = [gate(), gate(), gate()];
  const runs = gates.map(({ opened }, task) =>
    queue.run(async () => {
      started.push(task);
      await opened;
      return task;
    }),
  );
  gates[1]?.open();
  await runs[1];
  gates[0]?.open();
  gates[2]?.open();
  expect(await Promise.all(runs)).toEqual([0, 1, 2]);
  expect(started).toEqual([0, 1, 2]);
});

test('a cancelled task leaves the queue at once and never runs', async () => {
  const queue = createMediaQueue(1);
  const { open, opened } = gate();
  const first = queue.run(() => opened);
  const cancel = new AbortController();
  let ran = false;
  const second = queue.run(async () => {
    ran = true;
  }, cancel.signal);
  expect(queue.size()).toBe(2);
  cancel.abort();
  await expect(second).rejects.toMatchObject({ code: 'aborted' });
  open();
  await first;
  await queue.run(async () => {});
  expect(ran).toBe(false);
  await expect(queue.run(async () => {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
});

test('a failing task fails alone', async () => {
  const queue = createMediaQueue(1);
  const failing = queue.run(async () => {
    throw new Error('broken');
  });
  const next = queue.run(async () => 'fine');
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('fine');
});
