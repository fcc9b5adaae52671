/** Where frames come from: the file itself, its proxy, or single pictures made by the engine. */
import type { Aim } from './plan.ts';

/** A frame ready to be drawn. */
export type FramePicture = {
  readonly image: VideoFrame | ImageBitmap;
  /** Pixels of the image, before it is turned, that belong to the picture: from the upper left corner. */
  readonly width: number;
  readonly height: number;
  /** Degrees clockwise that make it upright. */
  readonly rotation: number;
  close(): void;
};

export type FrameSource = {
  readonly kind: 'direct' | 'proxy' | 'single';
  /** What is wanted now; of several aims the last one counts. Only that frame is made, until `lookAhead`. */
  aim(aim: Aim): void;
  /** The wanted frame is on the screen: now there is time for those after it in the direction of travel. */
  lookAhead(): void;
  /** The frame when it is there; it stays the source's own. */
  get(place: number): FramePicture | null;
  /** A copy that whoever asks closes. */
  copy(place: number): FramePicture | null;
  dispose(): void;
};

export type SourceEvents = {
  /** A frame can be had. */
  arrived(place: number): void;
  /** The source cannot go on. */
  failed(error: unknown): void;
};
