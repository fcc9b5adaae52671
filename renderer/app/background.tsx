import { useEffect } from 'react';
import { preloadScreens } from './screens.tsx';
import { useAppCommands } from './use-app-commands.ts';
import { useJobFeed } from './use-job-feed.ts';
import { useLastPlace } from './use-last-place.ts';

/**
 * What goes on whichever screen is shown. It renders nothing: it follows answers that change with every stroke, and
 * the window must not be drawn again for that.
 */
export function Background() {
  useAppCommands();
  useJobFeed();
  useLastPlace();
  useEffect(() => {
    // The first item of a day opens at once, because its screen is there before it is asked for.
    const waiting = requestIdleCallback(() => void preloadScreens());
    return () => cancelIdleCallback(waiting);
  }, []);
  return null;
}
