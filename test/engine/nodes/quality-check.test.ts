/** `quality.check` with real pictures: measures, verdicts, and duplicates. */
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setTrashed } from '#engine/db/queries/items.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, flowOf, graphOf, makeBench, makeFlow, storage } from '../runner/support/flow.ts';
import { historyOf, itemNow, library, only, picture } from './support.ts';

let world: World;
let bench: Bench;

beforeEach(async () => {
  world = await openWorld();
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

/** Bars at places that a number chooses: sharp, and unlike those of other numbers. */
async function bars(seed: number, blur = 0): Promise<Buffer> {
  const boxes = Array.from({ length: 12 }, (_, at) => {
    const random = (salt: number) => {
      const mixed = Math.imul((seed + 1) * 7919 + at * 104729 + salt * 15485863, 2654435761) >>> 0;
      return (mixed ^ (mixed >>> 15)) / 0x1_0000_0000;
    };
    const [x, y] = [Math.abs(random(1)) * 180, Math.abs(random(2)) * 180];
    return `<rect x="${x}" y="${y}" width="${20 + Math.abs(random(3)) * 40}" height="${20 + Math.abs(random(4)) * 40}" fill="${at % 2 ? '#000' : '#fff'}"/>`;
  });
  const svg = `<svg width="512" height="512" viewBox="0 0 256 256"><rect width="256" height="256" fill="#888"/>${boxes.join('')}</svg>`;
  const image = sharp(Buffer.from(svg));
  return await (blur > 0 ? image.blur(blur) : image).png().toBuffer();
}

type Config = Readonly<Record<string, unknown>>;

async function checking(config: Config) {
  const [pass, fail] = [await bench.dataset('pass'), await bench.dataset('fail')];
  const graph = graphOf(
    [library('quality.check', 'check', config), storage('pass', pass), storage('fail', fail)],
    ['check > pass : pass', 'check > fail : fail'],
  );
  return { flow: await makeFlow(world, bench, graph), pass, fail };
}

test('tells blurred, dark and bright pictures from good ones, keeps the measures, and says why', async () => {
  const { flow, pass, fail } = await checking({ minSharpness: 100, minBrightness: 40, maxBrightness: 215 });
  const items = [
    await picture(world, bench.inbox, 'good.png', await bars(1)),
    await picture(world, bench.inbox, 'blurred.png', await bars(1, 12)),
    await picture(world, bench.inbox, 'dark.png', { width: 64, height: 64, colour: '#050505' }),
    await picture(world, bench.inbox, 'bright.png', { width: 64, height: 64, colour: '#fafafa' }),
  ];
  await flow.run(items);
  expect(await flow.inDataset(pass)).toEqual(['good.png']);
  expect(await flow.inDataset(fail)).toEqual(['blurred.png', 'bright.png', 'dark.png']);
  const why = async (at: number) =>
    (await historyOf(world, items[at]?.id as never)).map((event) => event.text).join('\n');
  expect(await why(0)).toMatch(/is good: sharpness \d+(\.\d+)?, brightness \d+/);
  expect(await why(1)).toMatch(/is blurred: its sharpness of [\d.]+ is below 100/);
  expect(await why(2)).toMatch(/is blurred.*is too dark: its brightness of 5 is below 40/);
  expect(await why(3)).toMatch(/is too bright: its brightness of 250 is above 215/);
  expect(itemNow(world, items[2]?.id ?? '').metadata).toMatchObject({
    system: { width: 64, quality: { sharpness: 0, brightness: 5, clippedDark: 0, clippedBright: 0 } },
  });
});

test('a picture that looks like one checked before it is a duplicate, however often it is checked', async () => {
  const { flow, fail } = await checking({ duplicates: { maxDistance: 6 } });
  const source = await bars(2);
  const smaller = await sharp(source).resize(128).jpeg({ quality: 70 }).toBuffer();
  const items = [
    await picture(world, bench.inbox, 'first.png', source),
    await picture(world, bench.inbox, 'other.png', await bars(3)),
    await picture(world, bench.inbox, 'copy.jpg', smaller),
  ];
  for (const item of items) await flow.run([item]);
  expect(await flow.inDataset(fail)).toEqual(['copy.jpg']);
  expect((await historyOf(world, items[2]?.id as never)).map((event) => event.text).join()).toMatch(
    /looks like first\.png, of which 6\d of 64 bits agree/,
  );
  expect(itemNow(world, items[2]?.id ?? '').metadata).toMatchObject({
    system: {
      quality: { duplicateOf: items[0]?.id, perceptualHash: expect.stringMatching(/^[0-9a-f]{16}$/) },
    },
  });
  // In another order, and again: the first one stays the first.
  await flow.run(items.toReversed());
  const verdicts = (await flow.cycles()).map(({ id }) => only(flow, id, 'check').then((run) => run.action));
  expect(await Promise.all(verdicts)).toEqual(['pass', 'pass', 'fail', 'fail', 'pass', 'pass']);
});

test('what is in the trash is no duplicate, nor is a clone of the picture itself', async () => {
  const approved = await bench.dataset('approved');
  const graph = graphOf(
    [
      library('quality.check', 'check', { duplicates: { maxDistance: 6, datasetId: approved } }),
      storage('keep', approved),
    ],
    ['check > keep : pass'],
  );
  const flow = await makeFlow(world, bench, graph);
  const source = await bars(4);
  const first = await picture(world, bench.inbox, 'first.png', source);
  const second = await picture(world, bench.inbox, 'second.png', source);
  await flow.run([first]);
  await flow.run([first]);
  expect(await flow.inDataset(approved)).toEqual(['first.png']);
  await flow.run([second]);
  expect(await flow.inDataset(approved)).toEqual(['first.png']);
  const [clone] = (await world.calls['items.list']({ datasetId: approved, limit: 10 })).items;
  world.ctx.unit('test', (tx) => setTrashed(tx.db, clone?.id ?? '', true, tx.now));
  await flow.run([second]);
  const actions = (await flow.cycles()).map(({ id }) => only(flow, id, 'check').then((run) => run.action));
  expect(await Promise.all(actions)).toEqual(['pass', 'pass', 'fail', 'pass']);
});

test('an engine that dies while it measures comes to the same verdicts', async () => {
  const { flow, fail } = await checking({ duplicates: { maxDistance: 6 } });
  const source = await bars(5);
  const items = [];
  for (const name of ['a.png', 'b.png', 'c.png']) items.push(await picture(world, bench.inbox, name, source));
  await world.calls['pipelines.execute']({
    pipelineId: flow.pipelineId,
    itemIds: items.map(({ id }) => id),
  });
  const checked = () => world.db.get<{ n: number }>('SELECT count(*) AS n FROM picture_hash')?.n ?? 0;
  while (checked() < 2) await new Promise((resolve) => setImmediate(resolve));
  await world.kill();
  world = await openWorld({ folder: world.folder });
  await world.settled();
  const again = flowOf(world, bench, flow.pipelineId);
  expect(await again.inDataset(fail)).toEqual(['b.png', 'c.png']);
  expect(await again.statuses()).toEqual(['success', 'success', 'success']);
});
