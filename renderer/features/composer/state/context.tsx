import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { Composer, ComposerState } from './composer.ts';

const ComposerContext = createContext<Composer | null>(null);

export const ComposerProvider = ComposerContext.Provider;

/** The composer of the screen. */
export function useComposer(): Composer {
  const composer = use(ComposerContext);
  if (!composer) throw new Error('There is no composer around this component.');
  return composer;
}

/** A part of what is edited; the component is drawn again when it changes. */
export function useComposed<T>(part: (state: ComposerState) => T): T {
  return useStore(useComposer(), part);
}
