import { useRef } from 'react';
import type { Pin } from '#renderer/editor/tools/context.ts';
import {
  Finished,
  useEntry,
  useOpenItem,
  usePrefetch,
  useStage,
  useTaskView,
  useWalk,
  useWalkCommands,
  WalkGate,
} from '#renderer/features/studio/index.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { routes } from '#renderer/ui/routes.ts';
import { ReviewBench } from './review-bench.tsx';

/** Checks the items of a QA task, one after the other. */
export function ReviewScreen({
  taskId,
  itemId,
}: {
  readonly taskId: string;
  readonly itemId: string | null;
}) {
  const onPin = useRef<(pin: Pin) => void>(() => undefined);
  const entry = useEntry(taskId, itemId, routes.review);
  const stage = useStage((pin) => onPin.current(pin));
  const query = useTaskView(taskId, itemId);
  const view = query.data && query.data.item.id === itemId ? query.data : null;
  const open = useOpenItem(stage, view);
  usePrefetch(view && open.itemId === view.item.id ? view : null);
  const walk = useWalk(taskId, itemId, routes.review);
  const commands = useWalkCommands(taskId, view, walk);
  useCommands(Object.values(commands));

  return (
    <WalkGate
      entry={entry}
      stage={stage}
      query={query}
      finished={<Finished taskId={taskId} entry={entry} walk={walk} commands={commands} />}
    >
      {(ready, shown) => (
        <ReviewBench
          stage={ready}
          view={shown}
          current={view !== null && open.itemId === view.item.id}
          problem={open.problem}
          walk={walk}
          commands={commands}
          onPin={onPin}
        />
      )}
    </WalkGate>
  );
}
