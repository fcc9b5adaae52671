/** Milliseconds that a movement takes which the program makes itself: none for those who asked their system for less of it. */
export function motionMs(usual: number): number {
  return globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : usual;
}
