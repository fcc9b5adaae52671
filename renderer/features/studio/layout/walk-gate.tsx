import type { ReactNode } from 'react';
import { ErrorPanel } from '#renderer/ui/error-panel.tsx';
import { SkeletonRows } from '#renderer/ui/query-gate.tsx';
import type { Stage } from '../stage/stage.ts';
import type { Entry } from '../walk/use-entry.ts';
import type { useTaskView, View } from '../walk/use-task-view.ts';

/** The workbench when there is an item to work on; else why there is none. */
export function WalkGate(props: {
  readonly entry: Entry;
  readonly stage: Stage | null;
  readonly query: ReturnType<typeof useTaskView>;
  readonly finished: ReactNode;
  readonly children: (stage: Stage, view: View) => ReactNode;
}) {
  const { entry, stage, query } = props;
  if (entry.finished) return props.finished;
  if (entry.error) return <ErrorPanel error={entry.error} onRetry={entry.retry} />;
  if (query.isError && !query.data) {
    return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!stage || !query.data) return <SkeletonRows />;
  return props.children(stage, query.data);
}
