import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tableSeconds } from '#core/media/frame-table.ts';
import { clampPlace } from '#renderer/editor/video/places.ts';
import type { Player, PlayerState } from '#renderer/editor/video/player.ts';
import { formatCount, formatTimecode } from '#renderer/ui/format.ts';
import classes from './scrubber.module.css';
import { usePlaceWriter } from './use-place-writer.ts';
import { usePlayerState } from './use-player-state.ts';

const selectAwaited = (state: PlayerState) => state.awaited;

/** The frame below the pointer. */
function placeBelow(event: PointerEvent, count: number): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return clampPlace(count, ((event.clientX - left) / width) * (count - 1));
}

/** The whole video as a line to drag along: where the picture on the screen is, and where it is going. */
export function Scrubber(props: { readonly player: Player }) {
  const { t } = useTranslation('studio');
  const { player } = props;
  const { count } = player.table;
  const awaited = usePlayerState(player, selectAwaited);
  const line = useRef<HTMLDivElement>(null);
  const done = useRef<HTMLSpanElement>(null);
  const thumb = useRef<HTMLSpanElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const share = (at: number) => `${count > 1 ? (at / (count - 1)) * 100 : 0}%`;
  const told = (at: number) =>
    t('video.at', { frame: formatCount(at), time: formatTimecode(tableSeconds(player.table, at)) });
  const now = player.state.get().place ?? 0;
  usePlaceWriter(player, (place) => {
    const at = place ?? 0;
    if (done.current) done.current.style.width = share(at);
    if (thumb.current) thumb.current.style.left = share(at);
    line.current?.setAttribute('aria-valuenow', String(at));
    line.current?.setAttribute('aria-valuetext', told(at));
  });

  function onPointerDown(event: PointerEvent<HTMLDivElement>) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    player.go(placeBelow(event, count));
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    const at = placeBelow(event, count);
    setHovered(at);
    if (event.currentTarget.hasPointerCapture(event.pointerId) && at !== player.state.get().wanted) {
      player.go(at);
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    player.step(event.shiftKey ? step * 10 : step);
  }

  return (
    <div
      ref={line}
      className={classes.scrubber}
      role="slider"
      tabIndex={0}
      aria-label={t('video.scrubber')}
      aria-valuemin={0}
      aria-valuemax={count - 1}
      aria-valuenow={now}
      aria-valuetext={told(now)}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setHovered(null)}
      onKeyDown={onKeyDown}
    >
      <span className={classes.track}>
        <span ref={done} className={classes.done} />
      </span>
      {awaited === null ? null : <span className={classes.wanted} style={{ left: share(awaited) }} />}
      <span ref={thumb} className={classes.thumb} />
      {hovered === null ? null : (
        <span
          className={classes.tip}
          style={{ left: `clamp(64px, ${share(hovered)}, calc(100% - 64px))` }}
          aria-hidden
        >
          {told(hovered)}
        </span>
      )}
    </div>
  );
}
