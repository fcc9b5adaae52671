/** Whether the frames of a video are still those that its index says. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { ItemId } from '#core/model/ids.ts';
import type { FrameCheck, Item } from '#core/model/item.ts';
import type { EngineContext } from '../context.ts';
import { findFrameIndex, findItem, locationOf, setFrameCheck } from '../db/queries/items.ts';
import { itemPath } from '../files.ts';
import type { JobHandle } from '../jobs/board.ts';
import { decodeFrameIndex } from '../media/frame-index-codec.ts';
import { probeVideo } from '../media/probe.ts';
import { sampledPlaces, type Verification, verifyFrames } from '../media/verify.ts';

export function verifyHandlers(ctx: EngineContext): Handlers<'items.verify'> {
  /** @throws SluiceError `not-found`, `invalid-input` for what is no video, `wrong-state` for one without an index. */
  function videoOf(itemId: ItemId): { item: Item; path: string; blob: Uint8Array } {
    const item = findItem(ctx.db, itemId);
    const location = locationOf(ctx.db, itemId);
    if (!item || location === null) {
      throw new SluiceError('not-found', 'This item is not there any more.', { itemId });
    }
    if (item.kind !== 'video') {
      throw new SluiceError('invalid-input', `"${item.name}" is not a video: it has no frames to look at.`, {
        itemId,
      });
    }
    const blob = findFrameIndex(ctx.db, itemId);
    if (!blob) throw new SluiceError('wrong-state', `"${item.name}" has no frame index. Import it again.`);
    return { item, path: itemPath(ctx.files, item.storage, location), blob };
  }

  async function decode(itemId: ItemId, samples: number, job: JobHandle, signal: AbortSignal) {
    const there = findItem(ctx.db, itemId);
    if (there) await ctx.remoteFiles.bring(there, signal);
    const { path, blob } = videoOf(itemId);
    const tools = await ctx.mediaTools();
    const probe = await probeVideo(tools, path, signal);
    const index = decodeFrameIndex(blob);
    const places = sampledPlaces(index, samples);
    const onProgress = (done: number) => job.progress(done, places.length);
    return await verifyFrames({ tools, input: path, probe, index, places, signal, onProgress });
  }

  /** Writes down what was seen, for the item's badge and its history. */
  function keep(item: Item, seen: Verification): FrameCheck {
    return ctx.unit(ctx.settings().person, (tx) => {
      const faults = seen.faults.map(({ place, fault }) => ({ index: place, fault }));
      const check = { at: tx.now, checked: seen.checked, faults, toolVersion: seen.ffmpegVersion };
      setFrameCheck(tx.db, item.id, check);
      tx.explain({ itemId: item.id, kind: 'verified', text: textOf(check) });
      tx.changes.dataset(item.datasetId);
      return check;
    });
  }

  return {
    'items.verify': async ({ itemId, samples }) => {
      const { item } = videoOf(itemId);
      const cancelling = new AbortController();
      const job = ctx.jobs.start({
        id: ctx.ports.ids.next(),
        kind: 'verify',
        title: `Looking at the frames of "${item.name}"`,
        itemId,
        unit: 'frames',
        total: null,
        cancel: () => cancelling.abort(),
      });
      try {
        const signal = AbortSignal.any([ctx.closing, cancelling.signal]);
        return keep(item, await decode(itemId, samples, job, signal));
      } finally {
        job.end();
      }
    },
  };
}

function textOf({ checked, faults, toolVersion }: FrameCheck): string {
  const seen = `${checked} frames decoded with FFmpeg ${toolVersion}`;
  const [first] = faults;
  if (!first) return `${seen}: all are what the index says`;
  return `${seen}: ${faults.length} differ from the index, the first is frame ${first.index}`;
}
