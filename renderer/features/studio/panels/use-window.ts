/** The window through which pictures of more than 8 bits a sample are looked at: one for all pictures of a dataset. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Item } from '#core/model/item.ts';
import { type PictureLevels, type PictureWindow, spreadWindow, usualWindow } from '#core/model/picture.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { mediaUrl } from '#renderer/client/media.ts';
import { pictures } from '../stage/pictures.ts';
import type { Stage } from '../stage/stage.ts';

export type WindowControl = {
  readonly levels: PictureLevels;
  readonly window: PictureWindow;
  /** False: each picture has its usual window. */
  readonly chosen: boolean;
  /** Shows it now, and keeps it for the dataset shortly after. Null: the usual one again. */
  set(window: PictureWindow | null): void;
  /** The window that suits this picture best. */
  auto(): void;
};

/** Milliseconds after the last move of a hand. */
const KEEP_MS = 400;
const SHOW_MS = 60;

/** Null for a picture that needs no window. */
export function useWindow(stage: Stage, item: Item): WindowControl | null {
  const levels = item.picture?.levels ?? null;
  const { datasetId, id } = item;
  const stored = useCall('media.window', { datasetId }, { enabled: levels !== null }).data ?? null;
  const [moved, setMoved] = useState<{ readonly window: PictureWindow | null } | null>(null);
  const keep = useMutate('media.setWindow');
  const timers = useRef<{ show?: ReturnType<typeof setTimeout>; keep?: ReturnType<typeof setTimeout> }>({});

  // What was chosen on one picture is what the dataset has by the time the next one comes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another item begins anew
  useEffect(() => setMoved(null), [id]);
  useEffect(() => () => clearTimeout(timers.current.show), []);

  const chosen = moved ? moved.window : stored;
  const control = useMemo(
    () => (levels ? { levels, window: chosen ?? usualWindow(levels) } : null),
    [levels, chosen],
  );
  if (!control || !levels) return null;

  function set(window: PictureWindow | null): void {
    if (!levels) return;
    setMoved({ window });
    const shown = window ?? usualWindow(levels);
    clearTimeout(timers.current.show);
    clearTimeout(timers.current.keep);
    timers.current.show = setTimeout(() => void show(stage, id, shown), SHOW_MS);
    timers.current.keep = setTimeout(() => {
      pictures.forgetOthers();
      keep.mutate({ datasetId, window });
    }, KEEP_MS);
  }

  return { ...control, chosen: chosen !== null, set, auto: () => set(spreadWindow(levels)) };
}

async function show(stage: Stage, itemId: string, window: PictureWindow): Promise<void> {
  const key = mediaUrl(itemId, 'display', window);
  const picture = await pictures.get(key).catch(() => null);
  if (!picture || stage.editor.state.get().item?.id !== itemId) return;
  stage.swap(itemId, picture);
  pictures.use(key);
}
