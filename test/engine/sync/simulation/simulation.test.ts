/**
 * People on five workstations label, sync and lose their connection, in random order, with every fault a network and a
 * computer have. In the end all have the same, and nothing that somebody did is gone.
 */
import { expect, test } from 'vitest';
import { fc } from '#test/support/property.ts';
import { DECISIONS } from './standings.ts';
import { openWorld, type Step, type World } from './world.ts';

/** `SLUICE_RUNS` asks for more. */
const RUNS = Number(process.env['SLUICE_RUNS'] ?? 150);

const pick = fc.nat(100);
const act = fc.constantFrom(
  ...(['create', 'create', 'label', 'label', 'attribute', 'attribute', 'move', 'delete'] as const),
  ...(['undo', 'redo', 'rename', 'tag', 'trash'] as const),
);
const decision = fc.constantFrom(...DECISIONS);
const fault = fc.constantFrom('none', 'none', 'none', 'none', 'lost', 'reply-lost', 'twice', 'late' as const);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('edit'), who: pick, item: pick, act, pick }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('decide'), who: pick, item: pick, decision }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('exchange'), who: pick }) },
  { weight: 14, arbitrary: fc.record({ kind: fc.constant('request'), pick, fault }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('late'), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('partition'), who: pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill'), who: pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill-hub') }) },
) as fc.Arbitrary<Step>;

async function check(all: readonly Step[]): Promise<World> {
  const world = openWorld();
  for (const one of all) await world.take(one);
  await world.heal();
  const [hub, ...stations] = world.states();
  for (const station of stations) expect(station).toEqual(hub);
  expect(world.waitingToBeSent()).toEqual([0, 0, 0, 0, 0]);
  expect(world.lost()).toEqual([]);
  expect(world.doubled()).toEqual([]);
  return world;
}

const steps = fc.array(step, { maxLength: 150, size: 'max' });

test('after the last sync all agree, and every edit is in the result or in a conflict that is shown', {
  timeout: RUNS * 2000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => void (await check(all))),
    { numRuns: RUNS },
  );
});

test('who works alone has no conflicts, whatever the network does', { timeout: RUNS * 2000 }, async () => {
  const alone = steps.map((all) =>
    all.map((one) => (one.kind === 'edit' || one.kind === 'decide' ? { ...one, who: 0 } : one)),
  );
  await fc.assert(
    fc.asyncProperty(alone, async (all) => {
      expect((await check(all)).conflicts()).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});
