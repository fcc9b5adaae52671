import { useEffect } from 'react';
import { presentOf } from './composer.ts';
import { useComposed, useComposer } from './context.tsx';

/** Milliseconds without a change until problems are looked for: not at every letter. */
const SETTLED = 120;

/** Keeps the problems true to the graph while the screen is there. */
export function useProblemSearch(): void {
  const composer = useComposer();
  const graph = useComposed(presentOf);
  useEffect(() => {
    const timer = setTimeout(
      () => composer.findProblems(),
      graph === composer.getState().saved ? 0 : SETTLED,
    );
    return () => clearTimeout(timer);
  }, [composer, graph]);
}
