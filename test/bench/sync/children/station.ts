/** A workstation: links the dataset, and sends what it made while it was not connected. */
import { setTimeout } from 'node:timers/promises';
import { open } from '#contract/envelope.ts';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import { annotationIdSchema, changeSetIdSchema } from '#core/model/ids.ts';
import { createHost } from '#engine/host.ts';
import { systemPorts } from '#engine/ports.ts';
import { childInput, childResult } from '../../runner/child.ts';
import { stationInputSchema } from '../messages.ts';
import { contentOf } from '../work.ts';

const { folder, address, token, datasetId, perItem } = childInput(stationInputSchema);
const ports = systemPorts({ logFile: null });
const host = createHost({ ports, configDir: `${folder}-config`, packagedDir: null, version: 'bench' });
const call = async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> =>
  open(await host.call(name, input)) as CallOutput<N>;

await call('workspaces.open', { path: folder });
const { id: remoteId } = await call('sync.connect', { address, credentials: { token } });
await call('sync.now', { remoteId });

const began = performance.now();
const dataset = await call('sync.link', { remoteId, datasetIdThere: datasetId });
await call('sync.now', { remoteId });
const pullSeconds = (performance.now() - began) / 1000;
const { itemCount: items } = await call('datasets.get', { datasetId: dataset.id });

let pushSeconds = 0;
if (perItem > 0) {
  await call('sync.setPaused', { remoteId, paused: true });
  await annotateAll();
  await call('sync.setPaused', { remoteId, paused: false });
  const start = performance.now();
  const done = call('sync.now', { remoteId });
  while (((await call('sync.states', {}))[0]?.queued ?? 1) > 0) await setTimeout(5);
  pushSeconds = (performance.now() - start) / 1000;
  await done;
}
childResult({ items, pullSeconds, pushSeconds, memory: process.resourceUsage().maxRSS / 1000 });
await host.close();

async function annotateAll(): Promise<void> {
  let after: string | null = null;
  do {
    const page: CallOutput<'items.list'> = await call('items.list', {
      datasetId: dataset.id,
      after,
      limit: 1000,
    });
    for (const { id: itemId } of page.items) {
      const stamps = { creator: 'me', createdAt: 0, updatedAt: 0, updatedBy: 'me', rev: 1 };
      const diffs = Array.from({ length: perItem }, (_, at) => {
        const id = annotationIdSchema.parse(ports.ids.next());
        return { id, before: null, after: { ...contentOf(at), ...stamps, id, itemId } };
      });
      const changeSetId = changeSetIdSchema.parse(ports.ids.next());
      await call('annotations.apply', { itemId, changeSetId, title: 'Draw', diffs });
    }
    after = page.next;
  } while (after !== null);
}
