import { type ComponentType, createElement, lazy, useState } from 'react';

export type LazyScreen<P extends object> = ComponentType<P> & { preload(): Promise<unknown> };

/**
 * A screen whose code comes when it is opened or preloaded. Once the code is there it is shown at once: React's own
 * `lazy` suspends at the first showing even then, and what was suspended is held back for 300 ms.
 */
export function lazyScreen<P extends object>(load: () => Promise<ComponentType<P>>): LazyScreen<P> {
  let loaded: ComponentType<P> | null = null;
  async function fetchCode(): Promise<{ default: ComponentType<P> }> {
    loaded ??= await load();
    return { default: loaded };
  }
  const Late: ComponentType<P> = lazy(fetchCode);
  function Screen(props: P) {
    // Chosen once a showing: a change of component would throw the screen's state away.
    const [Chosen] = useState<ComponentType<P>>(() => loaded ?? Late);
    return createElement(Chosen, props);
  }
  return Object.assign(Screen, { preload: fetchCode });
}
