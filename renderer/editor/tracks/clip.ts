import type { SecondsAt } from '#core/annotation/track/track.ts';
import type { ItemId } from '#core/model/ids.ts';

/** What the editor must know of the video that is open. */
export type Clip = {
  readonly itemId: ItemId;
  /** Frames it has. */
  readonly count: number;
  /** From its beginning to a frame. */
  readonly seconds: SecondsAt;
};
