/** Whether the list of nodes takes its room beside the canvas; for as long as the window is open. */
import { create } from 'zustand';

type LibraryOpen = { readonly open: boolean; setOpen(open: boolean): void };

export const useLibraryOpen = create<LibraryOpen>()((set) => ({
  open: true,
  setOpen: (open) => set({ open }),
}));

/** Opens the list and goes to its search. */
export function findInLibrary(): void {
  useLibraryOpen.getState().setOpen(true);
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>('[data-library-search]')?.select());
}
