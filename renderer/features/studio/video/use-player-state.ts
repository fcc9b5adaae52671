import { useCallback, useSyncExternalStore } from 'react';
import type { Player, PlayerState } from '#renderer/editor/video/player.ts';

/** A part of a player's state; the component is drawn again only when that part is another one. */
export function usePlayerState<T>(player: Player, select: (state: PlayerState) => T): T {
  const read = useCallback(() => select(player.state.get()), [player, select]);
  return useSyncExternalStore(player.state.subscribe, read);
}
