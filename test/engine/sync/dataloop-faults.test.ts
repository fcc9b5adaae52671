/**
 * Two workstations and a server that speaks only the reference API, over a network that loses requests and replies: in the
 * end all have the same, and whatever somebody made is there once, or is asked about.
 */
import { expect, test } from 'vitest';
import type { AnnotationContent } from '#core/model/annotation.ts';
import type { ItemId } from '#core/model/ids.ts';
import { fc } from '#test/support/property.ts';
import { type Fault, openPlainFront } from './support/plain-front.ts';
import { addDataset, addPicture, createTeam, linkTo, type Side, tokenOf } from './support/sides.ts';

const RUNS = Number(process.env['SLUICE_RUNS'] ?? 4);

const content = (label: string, attributes: Record<string, string> = {}): AnnotationContent => ({
  ...{ label, attributes },
  geometry: { type: 'box', left: 0, top: 0, right: 1, bottom: 1 },
});

const edit = fc.record({
  who: fc.nat(2),
  item: fc.nat(1),
  what: fc.constantFrom('add', 'label', 'attribute', 'remove', 'sync', 'sync', 'undo'),
  which: fc.nat(5),
});

test('what is lost on the way is found again, and nothing is there twice', { timeout: 600_000 }, async () => {
  const fault = fc.infiniteStream(
    fc.oneof(
      { arbitrary: fc.constant<Fault>('none'), weight: 8 },
      { arbitrary: fc.constant<Fault>('lost'), weight: 1 },
      { arbitrary: fc.constant<Fault>('reply-lost'), weight: 1 },
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 12, maxLength: 30 }), fault, async (edits, faults) => {
      await play(edits, () => faults.next().value ?? 'none');
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
});

async function play(
  edits: readonly { who: number; item: number; what: string; which: number }[],
  fault: () => Fault,
) {
  const team = createTeam();
  const there = await team.open('there', 'lead@example.com');
  const { address } = await there.host.serve({ port: 0 });
  const front = await openPlainFront(address);
  try {
    const { datasetId, itemId } = await addDataset(there);
    const items: ItemId[] = [itemId, await addPicture(there, datasetId, 'b.png')];
    await there.call('annotations.add', { itemId, annotations: [content('first'), content('second')] });
    const stations: { side: Side; remoteId: Awaited<ReturnType<typeof linkTo>>['remoteId'] }[] = [];
    for (const name of ['ada', 'bob']) {
      const side = await team.open(name, `${name}@example.com`);
      const { remoteId } = await linkTo(
        side,
        front.address,
        await tokenOf(there, `${name}@example.com`),
        datasetId,
      );
      stations.push({ side, remoteId });
    }
    const sides = [...stations.map(({ side }) => side), there];
    front.setFaults(fault);
    let word = 0;
    const made = new Set<string>();
    for (const { who, item, what, which } of edits) {
      const side = sides[who] ?? there;
      const station = stations[who];
      const on = items[item] ?? itemId;
      word += 1;
      if (what === 'sync') {
        if (station) await side.call('sync.now', { remoteId: station.remoteId });
        continue;
      }
      if (what === 'undo') {
        await side.call('annotations.undo', { itemId: on }).catch(() => null);
        continue;
      }
      if (what === 'add') {
        made.add(`new ${word}`);
        await side.call('annotations.add', { itemId: on, annotations: [content(`new ${word}`)] });
        continue;
      }
      const list = await side.call('annotations.list', { itemId: on });
      const one = list[which % Math.max(1, list.length)];
      if (!one) continue;
      const { id: annotationId, rev, label, attributes, geometry } = one;
      if (what === 'remove') await side.call('annotations.remove', { annotationId });
      else {
        const changed =
          what === 'label'
            ? { label: `word ${word}`, attributes, geometry }
            : { label, geometry, attributes: { ...attributes, [`a${which}`]: `value ${word}` } };
        await side.call('annotations.change', { annotationId, rev, content: changed });
      }
    }
    front.setFaults(null);
    for (let round = 0; round < 4; round += 1) {
      for (const { side, remoteId } of stations) {
        await expect
          .poll(async () => (await side.call('sync.now', { remoteId })).queued, { timeout: 20_000 })
          .toBe(0);
      }
    }
    for (const { side } of stations) expect(await side.call('sync.parked', {})).toEqual([]);
    const said = async (side: Side) => {
      const all = await Promise.all(items.map((id) => side.call('annotations.list', { itemId: id })));
      return all.map((list) =>
        list.map(({ label, attributes }) => JSON.stringify([label, attributes])).toSorted(),
      );
    };
    const [a, b, c] = await Promise.all(sides.map(said));
    expect(a).toEqual(c);
    expect(b).toEqual(c);
    const labels = (c ?? []).flat().map((text) => String(JSON.parse(text)[0]));
    const news = labels.filter((label) => made.has(label));
    expect(news).toHaveLength(new Set(news).size);
  } finally {
    await team.close();
    await front.close();
  }
}
