/** Function `video.split`: makes items of a video's frames. */
import { SluiceError } from '#core/errors.ts';
import { datasetIdSchema } from '#core/model/ids.ts';
import { findFrameIndex } from '../db/queries/items.ts';
import { decodeFrameIndex } from '../media/frame-index-codec.ts';
import { configOf } from './config.ts';
import { frameItem } from './frame-items.ts';
import type { LongNode } from './node.ts';
import { splitFiles } from './split-files.ts';

/** Items a transaction: enough to be quick, few enough that nobody waits for it. */
const CHUNK = 256;

export const videoSplit: LongNode = {
  lane: 'media',
  job: { title: (item) => `Splitting "${item?.name ?? ''}"`, unit: 'frames' },
  async run(run) {
    const { work, node, ctx } = run;
    const item = await ctx.remoteFiles.bring(run.item(), run.signal);
    if (item.kind !== 'video') {
      throw new SluiceError(
        'invalid-input',
        `${item.name} is not a video: "${node.name}" splits videos only.`,
      );
    }
    const config = configOf('video.split', node).customNodeConfig;
    const blob = findFrameIndex(ctx.db, item.id);
    if (!blob) throw new SluiceError('wrong-state', `${item.name} has no frame index. Import it again.`);
    const frames = await splitFiles(run, item, config, decodeFrameIndex(blob));
    run.settle();
    const datasetId = datasetIdSchema.parse(config.datasetId ?? item.datasetId);
    const place = { video: item, datasetId, execution: work.key, root: ctx.files.root, frames };
    const { places, index, toolVersion } = frames;
    for (let from = work.cursor; from < places.length; from += CHUNK) {
      const chunk = places.slice(from, from + CHUNK);
      await run.emit(from + chunk.length, (tx) => {
        tx.changes.dataset(datasetId);
        const made: string[] = [];
        const values = chunk.map((at) => frameItem(tx, place, at, made));
        return { values, made };
      });
    }
    const why = `made ${places.length} frames of ${index.count} with ffmpeg ${toolVersion}`;
    return { kind: 'done', outputs: {}, action: null, why };
  },
};
