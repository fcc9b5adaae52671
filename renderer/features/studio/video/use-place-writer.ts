import { useLayoutEffect, useRef } from 'react';
import type { Player } from '#renderer/editor/video/player.ts';

/**
 * Tells the frame on the screen whenever it is another one, to be written straight into the page. What changes with
 * every frame is not drawn anew by React: a step has two pictures of the screen, and the frame itself needs most of that.
 */
export function usePlaceWriter(player: Player, write: (place: number | null) => void): void {
  const latest = useRef(write);
  useLayoutEffect(() => {
    latest.current = write;
  });
  useLayoutEffect(() => {
    let told = player.state.get().place;
    latest.current(told);
    return player.state.subscribe(() => {
      const { place } = player.state.get();
      if (place === told) return;
      told = place;
      latest.current(place);
    });
  }, [player]);
}
