/** The workspace that could not be opened because its database is damaged: the start screen offers a way out. */
import { create } from 'zustand';

type DamagedWorkspace = {
  readonly path: string;
  /** What the engine said of it. */
  readonly message: string;
};

type DamagedWorkspaceState = {
  readonly damaged: DamagedWorkspace | null;
  tell(damaged: DamagedWorkspace | null): void;
};

export const useDamagedWorkspace = create<DamagedWorkspaceState>((set) => ({
  damaged: null,
  tell: (damaged) => set({ damaged }),
}));
