/** A client that does nothing but post parcels, four at a time, as fast as they are answered. */
import { setTimeout } from 'node:timers/promises';
import { createIds } from '#core/model/ids.ts';
import { childInput, childResult } from '../../runner/child.ts';
import { bareInputSchema } from '../messages.ts';
import { contentOf } from '../work.ts';

/** As the workstation packs them. */
const PARCEL = 256;
const STRANDS = 4;

const { address, token, datasetId, perItem } = childInput(bareInputSchema);
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
let era = '';
const ids = createIds(Date.now, Math.random);

const strands = Array.from({ length: STRANDS }, (): unknown[] => []);
for (const itemId of await itemIds()) {
  const strand = strands[itemId.charCodeAt(itemId.length - 1) % STRANDS];
  for (let at = 0; at < perItem; at += 1) {
    strand?.push({ kind: 'annotation', id: ids.next(), itemId, base: null, mine: contentOf(at) });
  }
}
const bodies = strands.map((changes, strand) => {
  const parcels = [];
  for (let from = 0; from < changes.length; from += PARCEL) {
    const parcel = changes.slice(from, from + PARCEL);
    const session = `bare bare bare bare ${strand}`;
    parcels.push(JSON.stringify({ session, number: parcels.length + 1, changes: parcel }));
  }
  return parcels;
});
// The workstation has asked before it is measured, too.
await setTimeout(200);
const start = performance.now();
await Promise.all(bodies.map(post));
childResult({ seconds: (performance.now() - start) / 1000 });

async function post(parcels: readonly string[]): Promise<void> {
  for (const body of parcels) {
    const answer = await fetch(`${address}/api/v1/hub/parcels`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    await answer.json();
  }
}

async function itemIds(): Promise<string[]> {
  const found: string[] = [];
  for (let after = 0, more = true; more; ) {
    const url = `${address}/api/v1/hub/datasets/${datasetId}/changes?limit=1000&after=${after}`;
    const place = await fetch(found.length === 0 ? url : `${url}&era=${era}`, { headers });
    const page = (await place.json()) as Page;
    era = page.era;
    found.push(...page.entries.map(({ item }) => item.id));
    ({ next: after, more } = page);
  }
  return found;
}

type Page = {
  readonly era: string;
  readonly entries: readonly { readonly item: { readonly id: string } }[];
  readonly next: number;
  readonly more: boolean;
};
