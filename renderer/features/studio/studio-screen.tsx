import { useEffect } from 'react';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { routes } from '#renderer/ui/routes.ts';
import { useWalkCommands } from './commands/use-walk-commands.ts';
import { Finished } from './layout/finished.tsx';
import { WalkGate } from './layout/walk-gate.tsx';
import { useStage } from './stage/use-stage.ts';
import { StudioBench } from './studio-bench.tsx';
import { useEntry } from './walk/use-entry.ts';
import { useOpenItem } from './walk/use-open-item.ts';
import { usePrefetch, useTaskView } from './walk/use-task-view.ts';
import { useWalk } from './walk/use-walk.ts';

const noPins = () => undefined;

/** Labels the items of a task, one after the other. */
export function StudioScreen({
  taskId,
  itemId,
}: {
  readonly taskId: string;
  readonly itemId: string | null;
}) {
  const entry = useEntry(taskId, itemId, routes.studio);
  const stage = useStage(noPins);
  const query = useTaskView(taskId, itemId);
  const view = query.data && query.data.item.id === itemId ? query.data : null;
  const open = useOpenItem(stage, view);
  usePrefetch(view && open.itemId === view.item.id ? view : null);
  const walk = useWalk(taskId, itemId, routes.studio);
  const commands = useWalkCommands(taskId, view, walk);
  useCommands(Object.values(commands));

  // People come here to draw.
  useEffect(() => stage?.editor.takeTool('box'), [stage]);

  return (
    <WalkGate
      entry={entry}
      stage={stage}
      query={query}
      finished={<Finished taskId={taskId} entry={entry} walk={walk} commands={commands} />}
    >
      {(ready, shown) => (
        <StudioBench
          stage={ready}
          view={shown}
          current={view !== null && open.itemId === view.item.id}
          problem={open.problem}
          walk={walk}
          commands={commands}
        />
      )}
    </WalkGate>
  );
}
