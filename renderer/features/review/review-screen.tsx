import { useCallback, useRef } from 'react';
import type { Pin } from '#renderer/editor/tools/context.ts';
import { ItemWalk } from '#renderer/features/studio/index.ts';
import { routes } from '#renderer/ui/routes.ts';
import { ReviewBench } from './review-bench.tsx';

/** Checks the items of a QA task, one after the other. */
export function ReviewScreen(props: { readonly taskId: string; readonly itemId: string | null }) {
  const onPin = useRef<(pin: Pin) => void>(() => undefined);
  const bring = useCallback((pin: Pin) => onPin.current(pin), []);
  return (
    <ItemWalk taskId={props.taskId} itemId={props.itemId} address={routes.review} onPin={bring}>
      {(bench) => <ReviewBench {...bench} onPin={onPin} />}
    </ItemWalk>
  );
}
