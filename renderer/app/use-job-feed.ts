import { useEffect } from 'react';
import { useCall } from '#renderer/client/hooks.ts';
import { nextBoard, useJobBoard } from '#renderer/ui/jobs.ts';
import { useWorkspace } from '#renderer/ui/workspace.ts';

/** Keeps the board of jobs up to date with what the engine names. Mounted once. */
export function useJobFeed(): void {
  const { workspace } = useWorkspace();
  const path = workspace?.path ?? null;
  const jobs = useCall('jobs.list', {});
  useEffect(() => {
    if (path === null) useJobBoard.setState({ running: [], ended: [] });
  }, [path]);
  useEffect(() => {
    if (jobs.data) useJobBoard.setState((board) => nextBoard(board, jobs.data, Date.now()));
  }, [jobs.data]);
}
