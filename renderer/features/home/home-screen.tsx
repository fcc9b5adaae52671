import { ErrorPanel } from '#renderer/ui/error-panel.tsx';
import { useProject } from '#renderer/ui/project.ts';
import { SkeletonRows } from '#renderer/ui/query-gate.tsx';
import { useWorkspace } from '#renderer/ui/workspace.ts';
import { Dashboard } from './dashboard.tsx';
import { Start } from './start.tsx';
import { Welcome } from './welcome.tsx';

/** Where one begins: choose a workspace, then a project, then go on with the work that waits. */
export function HomeScreen(props: {
  /** Show the choices for a new project. */ readonly newProject: boolean;
}) {
  const { workspace, pending: opening, error: workspaceError, retry: retryWorkspace } = useWorkspace();
  const { project, pending, error, retry } = useProject();
  if (workspaceError) return <ErrorPanel error={workspaceError} onRetry={retryWorkspace} />;
  if (opening) return <SkeletonRows />;
  if (!workspace) return <Welcome />;
  if (error) return <ErrorPanel error={error} onRetry={retry} />;
  if (pending) return <SkeletonRows />;
  if (!project || props.newProject) return <Start canLeave={project !== null} />;
  return <Dashboard project={project} />;
}
