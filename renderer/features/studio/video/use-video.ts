import { useEffect, useState } from 'react';
import { tableSeconds } from '#core/media/frame-table.ts';
import type { Item } from '#core/model/item.ts';
import { call } from '#renderer/client/client.ts';
import { fetchFrameTable } from '#renderer/client/frame-table.ts';
import { mediaUrl } from '#renderer/client/media.ts';
import { decodePicture } from '#renderer/editor/dom/decode.ts';
import { type OpenVideo, openVideo, type ProxyState } from '#renderer/editor/video/open-video.ts';
import type { Player } from '#renderer/editor/video/player.ts';
import type { FramePicture } from '#renderer/editor/video/source.ts';
import type { Stage } from '../stage/stage.ts';

export type VideoView = {
  /** Null until the first frame can be asked for. */
  readonly player: Player | null;
  readonly proxy: ProxyState;
  /** Why the video cannot be shown at all. */
  readonly problem: unknown;
  /** Makes the viewing copy after it was cancelled or failed. */
  retry(): void;
};

type State = { readonly open: OpenVideo | null; readonly proxy: ProxyState; readonly problem: unknown };

const NOTHING: State = { open: null, proxy: { kind: 'none' }, problem: null };

/** Opens the video item that is on the stage, for as long as it is there. Null for an item that is no video. */
export function useVideo(
  stage: Stage,
  item: Pick<Item, 'id' | 'kind' | 'width' | 'height' | 'video'>,
): VideoView | null {
  const [state, setState] = useState<State>(NOTHING);
  const isVideo = item.kind === 'video';
  const { id, width, height } = item;
  const rotation = item.video?.rotation ?? 0;

  useEffect(() => {
    if (!isVideo) return;
    const ends = new AbortController();
    const { signal } = ends;
    let open: OpenVideo | null = null;
    let stopDrawn = () => {};
    let stopFollowing = () => {};
    const set = (change: Partial<State>) => {
      if (!signal.aborted) setState((before) => ({ ...before, ...change }));
    };

    async function start(): Promise<void> {
      const table = await fetchFrameTable(id);
      const made = await openVideo({ table, width, height, rotation }, portsOf(stage, id, set), signal);
      if (signal.aborted) {
        made.dispose();
        return;
      }
      open = made;
      stopDrawn = stage.onDrawn((picture) => {
        if (picture.itemId === id && picture.frame !== undefined) made.player.drawn(picture.frame);
      });
      stopFollowing = follow(stage, id, made.player);
      set({ open: made });
    }

    start().catch((problem: unknown) => set({ problem }));
    return () => {
      ends.abort();
      stopDrawn();
      stopFollowing();
      open?.dispose();
      stage.endFrames(id);
      setState(NOTHING);
    };
  }, [stage, isVideo, id, width, height, rotation]);

  if (!isVideo) return null;
  const { open, proxy, problem } = state;
  return { player: open?.player ?? null, proxy, problem, retry: () => open?.makeProxy() };
}

/** The editor and the player, each at what the other is told: frames to show, and a hand that draws on one. */
function follow(stage: Stage, itemId: Item['id'], player: Player): () => void {
  const { tracks, state } = stage.editor;
  tracks.open({ itemId, count: player.table.count, seconds: (frame) => tableSeconds(player.table, frame) });
  const stopSeeking = tracks.onSeek((frame) => player.go(frame));
  const stopWatching = state.subscribe(() => {
    const { stroke, drafts } = state.get();
    if ((stroke !== null || drafts.size > 0) && player.state.get().playing) player.pause();
  });
  return () => {
    stopSeeking();
    stopWatching();
  };
}

function portsOf(stage: Stage, itemId: string, set: (change: Partial<State>) => void) {
  return {
    url: (variant: Parameters<typeof mediaUrl>[1]) => mediaUrl(itemId, variant),
    async decodeImage(url: string, signal: AbortSignal) {
      return (await decodePicture(url, signal)).image;
    },
    async prepareProxy() {
      await call('media.prepareProxy', { itemId });
    },
    proxy: (proxy: ProxyState) => set({ proxy }),
    present({ image, rotation, width, height, close }: FramePicture, frame: number) {
      const lie = { rotation, width, height };
      stage.showFrame({ image, itemId, frame, lie }, close);
    },
    now: () => performance.now(),
    frame(run: () => void) {
      const id = requestAnimationFrame(run);
      return () => cancelAnimationFrame(id);
    },
  };
}
