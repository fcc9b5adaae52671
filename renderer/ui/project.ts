/** The project that the screens show. */
import { create } from 'zustand';
import type { Project } from '#core/model/project.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { useWorkspace } from './workspace.ts';

type ProjectChoice = { readonly chosen: string | null; choose(projectId: string | null): void };

export const useProjectChoice = create<ProjectChoice>()((set) => ({
  chosen: null,
  choose: (projectId) => set({ chosen: projectId }),
}));

export type CurrentProject = {
  /** Null: the workspace has none, none is open, or it is not known yet (`pending`). */
  readonly project: Project | null;
  readonly projects: readonly Project[];
  readonly pending: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
};

/** The chosen project among those there are; the first one when the chosen one is not there. */
export function pickProject(projects: readonly Project[], chosen: string | null): Project | null {
  return projects.find((project) => project.id === chosen) ?? projects[0] ?? null;
}

export function useProject(): CurrentProject {
  const { workspace, pending: opening } = useWorkspace();
  const query = useCall('projects.list', {}, { enabled: workspace !== null });
  const chosen = useProjectChoice((choice) => choice.chosen);
  const projects = workspace ? (query.data ?? []) : [];
  return {
    project: pickProject(projects, chosen),
    projects,
    pending: opening || (workspace !== null && query.isPending),
    error: query.data === undefined ? query.error : null,
    retry: () => void query.refetch(),
  };
}
