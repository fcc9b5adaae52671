import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { ModelPicture, PredictOutcome } from '#engine/ml/model.ts';
import { isAlive, modelWorld, until } from './support/pictures.ts';

const MODEL = 'sluice/bright-regions';
const world = modelWorld();

const lamps = [
  { left: 10, top: 20, width: 40, height: 30, grey: 255 },
  { left: 100, top: 60, width: 20, height: 20, grey: 230 },
  { left: 60, top: 5, width: 20, height: 20, grey: 120 },
];

function found(outcomes: readonly PredictOutcome[], index = 0) {
  const outcome = outcomes[index];
  if (!outcome?.ok) throw new Error(outcome?.message ?? 'no outcome');
  return outcome.annotations;
}

describe.each(['process', 'thread'] as const)('in a %s', (way) => {
  test('bright regions are found where they are, the brightest first', async () => {
    const picture = await world.picture('a.png', { width: 160, height: 100 }, lamps);
    const outcomes = await world.models({ way }).predict({ model: MODEL, pictures: [picture] });
    expect(outcomes).toEqual([
      {
        itemId: 'a.png',
        ok: true,
        annotations: [
          { label: 'bright', confidence: 1, box: { left: 10, top: 20, right: 50, bottom: 50 } },
          { label: 'bright', confidence: 230 / 255, box: { left: 100, top: 60, right: 120, bottom: 80 } },
        ],
      },
    ]);
  });

  test('the process stays for the next batch, and is gone after close', async () => {
    const models = world.models({ way });
    const picture = await world.picture('a.png', { width: 160, height: 100 }, lamps);
    const state = () => models.list().find(({ id }) => id === MODEL);
    expect(state()).toEqual({
      id: MODEL,
      title: 'Bright regions',
      labels: ['bright'],
      confidence: 0,
      running: false,
      pid: null,
    });
    const first = await models.predict({ model: MODEL, pictures: [picture] });
    const pid = state()?.pid ?? null;
    expect(state()?.running).toBe(true);
    expect(typeof pid).toBe(way === 'process' ? 'number' : 'object');
    const [second, third] = await Promise.all([
      models.predict({ model: MODEL, pictures: [picture, picture] }),
      models.predict({ model: MODEL, pictures: [picture] }),
    ]);
    expect(second).toEqual([...first, ...first]);
    expect(third).toEqual(first);
    expect(state()?.pid).toBe(pid);
    await models.close();
    expect(state()).toMatchObject({ running: false, pid: null });
    if (pid !== null) expect(isAlive(pid)).toBe(false);
    await expect(models.predict({ model: MODEL, pictures: [picture] })).rejects.toMatchObject({
      code: 'aborted',
    });
  });

  test('the process is closed when nothing was asked of it for a while', async () => {
    const models = world.models({ way, limits: { idleMs: 20 } });
    const picture = await world.picture('a.png', { width: 160, height: 100 }, lamps);
    const first = await models.predict({ model: MODEL, pictures: [picture] });
    await until(() => models.list().every(({ running }) => !running));
    expect(await models.predict({ model: MODEL, pictures: [picture] })).toEqual(first);
  });
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i: boxes are upright', async (orientation) => {
  const picture = await world.picture('a.png', { width: 160, height: 100, orientation }, lamps.slice(0, 1));
  const annotations = found(
    await world.models({ way: 'thread' }).predict({ model: MODEL, pictures: [picture] }),
  );
  // Where the corner of the stored picture went, and whether its sides were exchanged.
  const [near, far] = [
    { left: 10, top: 20, right: 50, bottom: 50 },
    { left: 110, top: 50, right: 150, bottom: 80 },
  ];
  const x = [2, 3].includes(orientation) ? far : near;
  const y = [3, 4].includes(orientation) ? far : near;
  const upright = { left: x.left, right: x.right, top: y.top, bottom: y.bottom };
  const turned = {
    left: [6, 7].includes(orientation) ? 50 : 20,
    right: [6, 7].includes(orientation) ? 80 : 50,
    top: [7, 8].includes(orientation) ? 110 : 10,
    bottom: [7, 8].includes(orientation) ? 150 : 50,
  };
  expect(annotations.map(({ box }) => box)).toEqual([orientation > 4 ? turned : upright]);
});

test('a large picture is looked at in small, its boxes are in its own pixels', async () => {
  const patch = { left: 1000, top: 400, width: 800, height: 600, grey: 255 };
  const picture = await world.picture('large.jpg', { width: 4000, height: 3000 }, [patch]);
  const [only] = found(await world.models().predict({ model: MODEL, pictures: [picture] }));
  for (const [side, value] of Object.entries({ left: 1000, top: 400, right: 1800, bottom: 1000 })) {
    expect(Math.abs((only?.box[side as 'left'] ?? 0) - value)).toBeLessThanOrEqual(4000 / 512);
  }
  expect(only?.confidence).toBeGreaterThan(0.95);
});

test('a picture that cannot be worked on has its own answer, the others theirs', async () => {
  const good = await world.picture('good.png', { width: 160, height: 100 }, lamps);
  const pictures: ModelPicture[] = [
    { ...good, itemId: 'missing', path: world.path('missing.png') },
    { ...good, itemId: 'corrupt', path: world.path('corrupt.png') },
    { ...good, itemId: 'empty', path: world.path('empty.png') },
    { ...good, itemId: 'changed', width: 100, height: 160 },
    good,
  ];
  await writeFile(world.path('corrupt.png'), 'this is no picture');
  await writeFile(world.path('empty.png'), '');
  const outcomes = await world.models().predict({ model: MODEL, pictures });
  expect(outcomes).toMatchObject([
    {
      itemId: 'missing',
      ok: false,
      code: 'not-found',
      message: expect.stringMatching(/missing\.png.*not there/),
    },
    {
      itemId: 'corrupt',
      ok: false,
      code: 'media-unreadable',
      message: expect.stringMatching(/not a picture/),
    },
    { itemId: 'empty', ok: false, code: 'media-unreadable', message: expect.stringMatching(/empty/) },
    { itemId: 'changed', ok: false, message: expect.stringMatching(/160 × 100 pixels now, not 100 × 160/) },
    { itemId: 'good.png', ok: true },
  ]);
  expect(found(outcomes, 4)).toHaveLength(2);
});

test('labels, confidence, number and settings are as asked for', async () => {
  const models = world.models();
  const picture = await world.picture('a.png', { width: 160, height: 100 }, lamps);
  const ask = async (config: object) => {
    const annotations = found(await models.predict({ model: MODEL, pictures: [picture], config }));
    return annotations.map(({ label, box }) => `${label} ${box.left}`);
  };
  expect(await ask({ labels: { bright: 'lamp' } })).toEqual(['lamp 10', 'lamp 100']);
  expect(await ask({ labels: { bright: null } })).toEqual([]);
  expect(await ask({ confidence: 0.95 })).toEqual(['bright 10']);
  expect(await ask({ maxAnnotations: 1 })).toEqual(['bright 10']);
  expect(await ask({ settings: { threshold: 100 } })).toEqual(['bright 10', 'bright 100', 'bright 60']);
  expect(await ask({ settings: { minShare: 0.05 } })).toEqual(['bright 10']);
});

test('what makes no sense is refused, and nothing dies of it', async () => {
  const models = world.models();
  const picture = await world.picture('a.png', { width: 160, height: 100 }, lamps);
  const ask = (request: object) => models.predict({ model: MODEL, pictures: [picture], ...request });
  await expect(ask({ model: 'sluice/none' })).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringMatching(/"sluice\/none".*"sluice\/bright-regions"/),
  });
  await expect(ask({ config: { confidence: 7 } })).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(ask({ config: { settings: { treshold: 9 } } })).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringMatching(/treshold/),
  });
  expect(await ask({ pictures: [] })).toEqual([]);
  expect(found(await ask({}))).toHaveLength(2);
  await rm(picture.path);
  expect(await ask({})).toMatchObject([{ ok: false }]);
});
