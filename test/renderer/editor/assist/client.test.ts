import { expect, it } from 'vitest';
import { createAssist, type WorkerLike } from '#renderer/editor/assist/client.ts';
import type { FromWorker, ToWorker } from '#renderer/editor/assist/messages.ts';
import type { Heard, Question } from '#renderer/editor/assist/questions.ts';

const path = (x: number): Question => ({ type: 'path', to: { x, y: 0 }, snap: false });
const cut: Question = { type: 'cut', box: { left: 0, top: 0, right: 9, bottom: 9 } };

/** Lets everything run that waits for nothing but its turn. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

function createSide() {
  const workers: { readonly got: ToWorker[]; readonly worker: WorkerLike; ended: boolean }[] = [];
  const side = { now: 0, key: 'a' as string | null, workers };
  const assist = createAssist({
    shown: () =>
      side.key === null
        ? null
        : { key: side.key, image: {} as ImageBitmap, lie: null, picture: { width: 9, height: 9 } },
    spawn() {
      const one = { got: [] as ToWorker[], ended: false };
      const worker: WorkerLike = {
        postMessage: (message: ToWorker) => void one.got.push(message),
        terminate: () => {
          made.ended = true;
        },
        onmessage: null,
        onerror: null,
      };
      const made = { ...one, worker };
      workers.push(made);
      return worker;
    },
    copy: async (image) => image as ImageBitmap,
    now: () => side.now,
  });
  const last = () => workers.at(-1);
  return {
    ...side,
    assist,
    setNow: (now: number) => {
      side.now = now;
    },
    show: (key: string | null) => {
      side.key = key;
    },
    asked: () => last()?.got.flatMap((message) => (message.type === 'question' ? [message] : [])) ?? [],
    pictures: () => workers.flatMap(({ got }) => got.filter(({ type }) => type === 'picture')).length,
    say: (message: FromWorker) =>
      last()?.worker.onmessage?.call(last()?.worker as Worker, { data: message } as MessageEvent),
  };
}

it('sends the picture once, then one question after the other, of each kind the newest only', async () => {
  const side = createSide();
  const heard: [number, Heard][] = [];
  for (const x of [1, 2, 3]) side.assist.ask(path(x), (answer) => heard.push([x, answer]));
  await turn();
  expect(side.pictures()).toBe(1);
  expect(side.asked().map(({ question }) => question)).toEqual([path(1)]);
  side.say({ type: 'answer', id: 1, answer: { type: 'path', points: [] } });
  await turn();
  expect(side.asked().map(({ question }) => question)).toEqual([path(1), path(3)]);
  side.say({ type: 'answer', id: 3, answer: { type: 'path', points: [] } });
  expect(heard.map(([x]) => x)).toEqual([1, 3]);
  side.show('b');
  side.assist.ask(path(4), () => {});
  await turn();
  expect(side.pictures()).toBe(2);
});

it('tells how far it is only when it takes long', async () => {
  const side = createSide();
  const heard: Heard[] = [];
  side.assist.ask(cut, (answer) => heard.push(answer));
  await turn();
  side.say({ type: 'progress', id: 1, done: 0 });
  expect(heard).toEqual([]);
  side.setNow(150);
  side.say({ type: 'progress', id: 1, done: 0.4 });
  expect(heard).toEqual([{ type: 'progress', done: 0.4 }]);
});

it('ends a cut that is not wanted any more, and begins anew', async () => {
  const side = createSide();
  const heard: Heard[] = [];
  side.assist.ask(cut, (answer) => heard.push(answer));
  await turn();
  side.assist.ask(null, () => {});
  expect(side.workers[0]?.ended).toBe(true);
  side.assist.ask(cut, (answer) => heard.push(answer));
  await turn();
  expect(side.workers).toHaveLength(2);
  expect(side.pictures()).toBe(2);
  expect(heard).toEqual([]);
});

it('leaves answers out that nobody waits for', async () => {
  const side = createSide();
  const heard: Heard[] = [];
  side.assist.ask(path(1), (answer) => heard.push(answer));
  await turn();
  side.assist.ask(null, () => {});
  side.say({ type: 'answer', id: 1, answer: { type: 'path', points: [] } });
  expect(heard).toEqual([]);
});

it('says that there is no answer without a picture, after a failure and when the worker is gone', async () => {
  const side = createSide();
  const heard: Heard[] = [];
  side.show(null);
  side.assist.ask(path(1), (answer) => heard.push(answer));
  await turn();
  side.show('a');
  side.assist.ask(path(2), (answer) => heard.push(answer));
  await turn();
  side.say({ type: 'failed', id: 2, why: 'out of memory' });
  side.assist.ask(path(3), (answer) => heard.push(answer));
  await turn();
  side.workers.at(-1)?.worker.onerror?.call(side.workers.at(-1)?.worker as Worker, {} as ErrorEvent);
  expect(heard).toEqual([{ type: 'failed' }, { type: 'failed' }, { type: 'failed' }]);
  side.assist.dispose();
});
