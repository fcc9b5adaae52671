/** A whole team at once: fifty workstations, each a real engine, keep in step with one hub over real HTTP. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AnnotationContent } from '#core/model/annotation.ts';
import { readAudit } from '#engine/http/audit.ts';
import { PIXEL } from '../http/support/parts.ts';
import {
  addDataset,
  addPicture,
  createTeam,
  linkTo,
  type Side,
  type Team,
  tokenOf,
} from './support/sides.ts';

const PEOPLE = 50;
const PICTURES = 6;
const EACH = 4;

let team: Team;
beforeEach(() => {
  team = createTeam();
});
afterEach(async () => await team.close(), 60_000);

const box = (label: string, left: number): AnnotationContent => ({
  label,
  geometry: { type: 'box', left, top: 0, right: left + 1, bottom: 1 },
  attributes: {},
});

test('all that they do at once is in the end on all of them, and nobody is refused', async () => {
  const hub = await team.open('hub', 'lead@example.com');
  const { datasetId, itemId: first } = await addDataset(hub);
  const items = [first];
  for (let at = 1; at < PICTURES; at += 1) {
    items.push(await addPicture(hub, datasetId, `${at}.png`, Buffer.concat([PIXEL, Buffer.from([at])])));
  }
  const [shared] = await hub.call('annotations.add', { itemId: first, annotations: [box('car', 0)] });
  if (!shared) throw new Error('Nothing was added.');
  const { address } = await hub.host.serve({ port: 0 });

  const stations = await Promise.all(
    Array.from({ length: PEOPLE }, async (_, at) => {
      const email = `person-${at}@example.com`;
      const side = await team.open(`station-${at}`, email);
      const { remoteId } = await linkTo(side, address, await tokenOf(hub, email), datasetId);
      return { side, remoteId, at };
    }),
  );

  await Promise.all(
    stations.map(async ({ side, remoteId, at }) => {
      for (let round = 0; round < EACH; round += 1) {
        const itemId = items[(at + round) % items.length] ?? first;
        await side.call('annotations.add', { itemId, annotations: [box(`${at} ${round}`, at)] });
        // And all of them the same field of the same object.
        if (round === 1) {
          const [mine] = (await side.call('annotations.list', { itemId: first })).filter(
            ({ id }) => id === shared.id,
          );
          const change = { annotationId: shared.id, rev: mine?.rev ?? 0, content: box(`by ${at}`, 0) };
          await side.call('annotations.change', change);
        }
        await side.call('sync.now', { remoteId });
      }
    }),
  );
  // What the last ones did has still to come to the first ones.
  await Promise.all(stations.map(({ side, remoteId }) => side.call('sync.now', { remoteId })));

  const contents = async (side: Side) => {
    const lists = await Promise.all(items.map((itemId) => side.call('annotations.list', { itemId })));
    return lists.flat().map(({ id, label, geometry }) => ({ id, label, geometry }));
  };
  const wanted = await contents(hub);
  expect(wanted).toHaveLength(PEOPLE * EACH + 1);
  for (const { side, remoteId, at } of stations) {
    expect({ at, contents: await contents(side) }).toEqual({ at, contents: wanted });
    const states = await side.call('sync.states', {});
    expect(states.find((one) => one.remoteId === remoteId)).toMatchObject({ queued: 0, parked: 0 });
  }
  const heard = await hub.call('users.workstations', {});
  expect(heard).toHaveLength(PEOPLE);
  expect(heard.reduce((sum, { received }) => sum + received, 0)).toBeGreaterThanOrEqual(PEOPLE * EACH);
  const refused = readAudit(join(hub.folder, 'config', 'api', 'audit.jsonl'), 1000).filter(
    ({ status }) => status >= 400,
  );
  expect(refused).toEqual([]);
}, 300_000);
