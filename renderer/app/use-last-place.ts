import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { call } from '#renderer/client/client.ts';
import { routes } from '#renderer/ui/routes.ts';
import { useWorkspace } from '#renderer/ui/workspace.ts';

/** Milliseconds on a screen until it counts as where the person is. */
const SETTLED = 400;

/**
 * Brings a person back to the screen and item where they left the workspace, however the app ended. It is kept in the
 * workspace: what a page stores for itself reaches the disk seconds later, and not at all when the app is killed.
 */
export function useLastPlace(): void {
  const { workspace } = useWorkspace();
  const [location, navigate] = useLocation();
  const path = workspace?.path ?? null;
  const restored = useRef<string | null>(null);
  const latest = useRef(location);
  latest.current = location;

  useEffect(() => {
    restored.current = null;
    if (path === null) return;
    let over = false;
    // A place that cannot be read is no reason to say anything: the person is at home.
    const done = call('settings.get', {}).catch(() => null);
    void done.then((settings) => {
      if (over) return;
      restored.current = path;
      // Whoever is somewhere else already has chosen to be there.
      if (settings?.place && [routes.home(), '/', ''].includes(latest.current)) {
        navigate(settings.place, { replace: true });
      }
    });
    return () => {
      over = true;
    };
  }, [path, navigate]);

  useEffect(() => {
    if (path === null) return;
    const timer = setTimeout(() => {
      if (restored.current === path) void call('settings.update', { place: location }).catch(() => null);
    }, SETTLED);
    return () => clearTimeout(timer);
  }, [path, location]);
}
