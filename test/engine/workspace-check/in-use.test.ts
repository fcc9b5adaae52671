import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { workspaceCheckHandlers } from '#engine/services/workspace-check.ts';
import { createTurns } from '#engine/turns.ts';
import { makeBench } from '#test/engine/runner/support/flow.ts';
import { openWorld } from '#test/support/engine-world.ts';

test('while an engine works, what is half-done now is no finding', async () => {
  const world = await openWorld();
  const { inbox } = await makeBench(world);
  const put = (location: string) => {
    mkdirSync(dirname(join(world.folder, location)), { recursive: true });
    writeFileSync(join(world.folder, location), 'x');
  };
  world.arrive(inbox, 'originals/aa/a.png');
  put('originals/aa/a.png');
  put('originals/aa/nobodys.png');
  put('scratch/1.copy');
  put('frames/v-n1-q2.partial/w1.jpg');
  // As if it were written after the check has begun.
  put('frames/v-n1-q2/00000000.jpg');
  const later = new Date(Date.now() + 3_600_000);
  utimesSync(join(world.folder, 'frames/v-n1-q2/00000000.jpg'), later, later);
  // What is as new as the check itself may be about to be referred to.
  await setTimeout(10);
  const report = await workspaceCheckHandlers(world.ctx, createTurns())['workspaces.check']({ deep: true });
  await world.close();
  expect(report).toMatchObject({ path: world.folder, deep: true, totals: { error: 0, warning: 0, note: 1 } });
  expect(report.findings).toMatchObject([{ check: 'unreferenced', where: 'originals/aa/nobodys.png' }]);
});
