import { expect, test } from 'vitest';
import { createNewestFirst } from '#engine/services/newest-first.ts';

test('of those that wait under a key only the newest is done', async () => {
  const newest = createNewestFirst(1);
  const done: string[] = [];
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const work = (name: string, until: Promise<void> = Promise.resolve()) => {
    return async () => {
      await until;
      done.push(name);
      return name;
    };
  };
  const first = newest.run('a', work('first', gate));
  const second = newest.run('a', work('second'));
  const refused = expect(second).rejects.toMatchObject({ code: 'aborted' });
  const third = newest.run('a', work('third'));
  expect(await newest.run('b', work('other'))).toBe('other');
  await refused;
  open();
  expect(await Promise.all([first, third])).toEqual(['first', 'third']);
  expect(done).toEqual(['other', 'first', 'third']);
});

test('work that fails makes room for what waits', async () => {
  const newest = createNewestFirst(1);
  const first = newest.run('a', () => Promise.reject(new Error('broken')));
  const refused = expect(first).rejects.toThrow('broken');
  expect(await newest.run('a', () => Promise.resolve(2))).toBe(2);
  await refused;
});
