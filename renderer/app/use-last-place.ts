import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { routes } from '#renderer/ui/routes.ts';
import { useWorkspace } from '#renderer/ui/workspace.ts';

const keyOf = (path: string) => `place:${path}`;

/** Brings a person back to the screen and item where they left the workspace, however the app ended. */
export function useLastPlace(): void {
  const { workspace } = useWorkspace();
  const [location, navigate] = useLocation();
  const known = useRef<string | null>(null);
  const path = workspace?.path ?? null;
  useEffect(() => {
    if (path === null) {
      known.current = null;
    } else if (known.current === path) {
      localStorage.setItem(keyOf(path), location);
    } else {
      known.current = path;
      const last = localStorage.getItem(keyOf(path));
      // Whoever is somewhere else already has chosen to be there.
      if (last !== null && [routes.home(), '/', ''].includes(location)) navigate(last, { replace: true });
    }
  }, [path, location, navigate]);
}
