/** Brings the tiles of a very large picture onto the stage once they are ready. */
import { useEffect, useState } from 'react';
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import { isTiled, type PictureWindow, tilePlanSchema } from '#core/model/picture.ts';
import { tilesUrl, tileUrl } from '#renderer/client/media.ts';
import { decodePicture } from '#renderer/editor/dom/decode.ts';
import { createTiles, type Tiles } from '#renderer/editor/tiles.ts';
import { mark } from './marks.ts';
import type { Stage } from './stage.ts';

/** `preparing`: a preview is shown meanwhile; `none`: the picture is shown at once and needs no tiles. */
export type TileState = 'none' | 'preparing' | 'ready' | SluiceError;

export function useTiles(stage: Stage, item: Item, window: PictureWindow | null): TileState {
  const [state, setState] = useState<TileState>('none');
  const { id } = item;
  const wanted = item.kind === 'image' && isTiled(item);
  useEffect(() => {
    if (!wanted) {
      setState('none');
      return;
    }
    const abort = new AbortController();
    let tiles: Tiles | null = null;
    setState('preparing');
    fetchPlan(id, abort.signal).then(
      (plan) => {
        if (abort.signal.aborted) return;
        tiles = createTiles({
          plan,
          load: (place, signal) => decodePicture(tileUrl(id, place, window), signal),
          changed() {
            mark('studio:tile-shown', id);
            stage.repaint();
          },
        });
        stage.setTiles({ tiles, itemId: id });
        setState('ready');
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setState(error instanceof SluiceError ? error : new SluiceError('internal', String(error)));
      },
    );
    return () => {
      abort.abort();
      stage.setTiles(null);
      tiles?.dispose();
    };
  }, [stage, id, wanted, window]);
  return state;
}

async function fetchPlan(itemId: string, signal: AbortSignal) {
  const response = await fetch(tilesUrl(itemId), { signal });
  if (!response.ok) throw new SluiceError('media-unreadable', await response.text());
  return tilePlanSchema.parse(await response.json());
}
