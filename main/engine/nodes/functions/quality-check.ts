/**
 * Function `quality.check`: tells blurred, dark, bright and duplicate pictures from good ones. What it measures is kept in
 * the item's `metadata.system.quality`. A duplicate is a picture that looks like one which was checked before it.
 */
import type { Item } from '#core/model/item.ts';
import type { ConfigOf } from '#core/pipeline/specs.ts';
import type { ReadableDb } from '../../db/driver.ts';
import { findItem } from '../../db/queries/items.ts';
import { savePictureHash } from '../../db/queries/picture-hashes.ts';
import { findNearPictures, partsOf } from '../../media/near-pictures.ts';
import { perceptualHash } from '../../media/perceptual-hash.ts';
import { measureQuality, type PictureQuality } from '../../media/quality.ts';
import type { Tx } from '../../unit.ts';
import { configOf } from '../config.ts';
import { editItem } from '../item-edit.ts';
import type { LongNode } from '../node.ts';
import { picturePath } from '../picture.ts';

type Config = ConfigOf<'quality.check'>['customNodeConfig'];

export const qualityCheck: LongNode = {
  lane: 'media',
  job: null,
  async run(run) {
    const { ctx, node, work, signal } = run;
    const config = configOf('quality.check', node).customNodeConfig;
    const item = run.item();
    const path = await picturePath(ctx, node, item, signal);
    const measured = rounded(await measureQuality(path, signal));
    const hash = config.duplicates ? await perceptualHash(path, signal) : null;
    return (tx) => {
      const duplicate = hash === null ? null : findDuplicate(tx, item, hash, config);
      const quality = {
        ...measured,
        ...(hash === null ? {} : { perceptualHash: hash, duplicateOf: duplicate?.id ?? null }),
      };
      editItem(tx, work, item.id, { system: { quality } });
      const faults = [
        ...faultsOf(measured, config),
        ...(duplicate
          ? [`looks like ${duplicate.name}, of which ${64 - duplicate.distance} of 64 bits agree`]
          : []),
      ];
      return faults.length === 0
        ? {
            kind: 'done',
            action: 'pass',
            why: `is good: sharpness ${measured.sharpness}, brightness ${measured.brightness}`,
          }
        : { kind: 'done', action: 'fail', why: faults.join('; ') };
    };
  },
};

function faultsOf({ sharpness, brightness }: PictureQuality, config: Config): string[] {
  const { minSharpness, minBrightness, maxBrightness } = config;
  return [
    minSharpness != null && sharpness < minSharpness
      ? `is blurred: its sharpness of ${sharpness} is below ${minSharpness}`
      : '',
    minBrightness != null && brightness < minBrightness
      ? `is too dark: its brightness of ${brightness} is below ${minBrightness}`
      : '',
    maxBrightness != null && brightness > maxBrightness
      ? `is too bright: its brightness of ${brightness} is above ${maxBrightness}`
      : '',
  ].filter(Boolean);
}

type Duplicate = { readonly id: string; readonly name: string; readonly distance: number };

/** Remembers what the picture shows, and finds the nearest one that showed it before. */
function findDuplicate(tx: Tx, item: Item, hash: string, { duplicates }: Config): Duplicate | null {
  if (!duplicates) return null;
  const parts = partsOf(hash);
  const before = savePictureHash(tx.db, { ...parts, itemId: item.id, datasetId: item.datasetId });
  const datasetId = duplicates.datasetId ?? item.datasetId;
  const { maxDistance } = duplicates;
  const origin = originOf(tx.db, item);
  for (const { itemId, distance } of findNearPictures(tx.db, { datasetId, before, parts, maxDistance })) {
    const other = findItem(tx.db, itemId);
    // What it is a clone of, or what was cloned from it, is the same picture and no second one.
    if (other && !other.trashed && originOf(tx.db, other) !== origin) {
      return { id: other.id, name: other.name, distance };
    }
  }
  return null;
}

/** The item that this one is a clone of, over any number of clones. */
function originOf(db: ReadableDb, item: Item): string {
  let origin = item;
  for (let source: Item | null = item; source; ) {
    origin = source;
    source = source.sourceItemId ? findItem(db, source.sourceItemId) : null;
  }
  return origin.id;
}

/** Two digits after the point: more says nothing, and is hard to read. */
function rounded(quality: PictureQuality): PictureQuality {
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    sharpness: round(quality.sharpness),
    brightness: round(quality.brightness),
    clippedDark: round(quality.clippedDark),
    clippedBright: round(quality.clippedBright),
  };
}
