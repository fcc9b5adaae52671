/** Answers that may be large, as the text that a window gets: put together from what is stored as text. */
import type { CallArgs } from '#contract/index.ts';
import type { EngineContext } from '../context.ts';
import { annotationsText } from '../db/queries/annotations.ts';
import { taskView } from './tasks.ts';

type TextCalls = 'annotations.list' | 'tasks.view';

/** One function per call; each answers the JSON of what the handler of that call answers. */
export type Texts = { readonly [N in TextCalls]: (args: CallArgs<N>) => string };

export function textsOf({ db }: EngineContext): Texts {
  return {
    'annotations.list': ({ itemId }) => annotationsText(db, itemId),
    'tasks.view': (place) => {
      const view = JSON.stringify(taskView(db, place)).slice(0, -1);
      return `${view},"annotations":${annotationsText(db, place.itemId)}}`;
    },
  };
}
