/** What goes between the window and the worker that assists. */
import type { Size } from '#core/geometry/plane.ts';
import type { Answer, Question } from './questions.ts';

/** How an image that is not upright becomes the picture (see `lie` of a picture on the canvas). */
export type Lie = { readonly rotation: number; readonly width: number; readonly height: number };

export type ToWorker =
  | {
      readonly type: 'picture';
      readonly image: ImageBitmap;
      readonly lie: Lie | null;
      readonly picture: Size;
    }
  | { readonly type: 'question'; readonly id: number; readonly question: Question };

export type FromWorker =
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'progress'; readonly id: number; readonly done: number }
  | { readonly type: 'failed'; readonly id: number; readonly why: string };
