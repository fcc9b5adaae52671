import type { ReactNode } from 'react';
import type { Pin } from '#renderer/editor/tools/context.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { useWalkCommands, type WalkCommands } from './commands/use-walk-commands.ts';
import { Finished } from './layout/finished.tsx';
import { WalkGate } from './layout/walk-gate.tsx';
import type { Stage } from './stage/stage.ts';
import { useStage } from './stage/use-stage.ts';
import { useEntry } from './walk/use-entry.ts';
import { useOpenItem } from './walk/use-open-item.ts';
import { usePrefetch, useTaskView, type View } from './walk/use-task-view.ts';
import { type Address, useWalk, type Walk } from './walk/use-walk.ts';

/** What a screen around a canvas is given of the item that is shown. */
export type BenchProps = {
  readonly stage: Stage;
  readonly view: View;
  /** False while another item is on its way: what is shown cannot be decided on any more. */
  readonly current: boolean;
  readonly problem: unknown;
  readonly walk: Walk;
  readonly commands: WalkCommands;
};

/** Goes through the items of a task, one after the other, whatever is done with them. */
export function ItemWalk(props: {
  readonly taskId: string;
  readonly itemId: string | null;
  /** Where the screen finds an item. */
  readonly address: Address;
  /** Gets the places that are picked on the picture. */
  readonly onPin: (pin: Pin) => void;
  readonly children: (bench: BenchProps) => ReactNode;
}) {
  const { taskId, itemId, address } = props;
  const entry = useEntry(taskId, itemId, address);
  const stage = useStage(props.onPin);
  const query = useTaskView(taskId, itemId);
  const view = query.data && query.data.item.id === itemId ? query.data : null;
  const open = useOpenItem(stage, view);
  usePrefetch(view && open.itemId === view.item.id ? view : null);
  const walk = useWalk(taskId, itemId, address);
  const commands = useWalkCommands(taskId, view, walk);
  useCommands(Object.values(commands));
  return (
    <WalkGate
      entry={entry}
      stage={stage}
      query={query}
      finished={<Finished taskId={taskId} entry={entry} walk={walk} commands={commands} />}
    >
      {(ready, shown) =>
        props.children({
          stage: ready,
          view: shown,
          current: view !== null && open.itemId === view.item.id,
          problem: open.problem,
          walk,
          commands,
        })
      }
    </WalkGate>
  );
}
