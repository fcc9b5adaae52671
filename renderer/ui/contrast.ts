/** How strongly things stand out from one another: as the person chose, or as their system asks. */
import { create } from 'zustand';

export const CONTRASTS = ['auto', 'usual', 'more'] as const;
/** `auto`: as the system is set. */
export type Contrast = (typeof CONTRASTS)[number];

const PLACE = 'sluice.contrast';
const SYSTEM = '(prefers-contrast: more)';

function stored(): Contrast {
  const value = globalThis.localStorage.getItem(PLACE);
  return CONTRASTS.find((contrast) => contrast === value) ?? 'auto';
}

export const useContrast = create<{ readonly contrast: Contrast }>()(() => ({ contrast: stored() }));

export function setContrast(contrast: Contrast): void {
  globalThis.localStorage.setItem(PLACE, contrast);
  useContrast.setState({ contrast });
}

/** Keeps the page's `data-contrast`, by which tokens.css chooses, at what is chosen: `usual` or `more`. */
export function followContrast(): void {
  const system = globalThis.matchMedia(SYSTEM);
  const apply = () => {
    const { contrast } = useContrast.getState();
    const auto = system.matches ? 'more' : 'usual';
    document.documentElement.dataset['contrast'] = contrast === 'auto' ? auto : contrast;
  };
  apply();
  system.addEventListener('change', apply);
  useContrast.subscribe(apply);
}
