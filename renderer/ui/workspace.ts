/** The open workspace. */
import type { Workspace } from '#core/model/workspace.ts';
import { useCall } from '#renderer/client/hooks.ts';

export type OpenWorkspace = {
  /** Null: none is open, or it is not known yet (`pending`). */
  readonly workspace: Workspace | null;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
};

export function useWorkspace(): OpenWorkspace {
  const query = useCall('workspaces.current', {});
  return {
    workspace: query.data ?? null,
    pending: query.isPending,
    error: query.data === undefined ? query.error : null,
    retry: () => void query.refetch(),
  };
}
