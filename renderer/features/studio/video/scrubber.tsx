import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tableSeconds } from '#core/media/frame-table.ts';
import { clampPlace } from '#renderer/editor/video/places.ts';
import type { Player, PlayerState } from '#renderer/editor/video/player.ts';
import { formatCount, formatTimecode } from '#renderer/ui/format.ts';
import classes from './scrubber.module.css';
import { usePlayerState } from './use-player-state.ts';

const selectPlace = (state: PlayerState) => state.place;
const selectWanted = (state: PlayerState) => state.wanted;

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
  const place = usePlayerState(player, selectPlace);
  const wanted = usePlayerState(player, selectWanted);
  const [hovered, setHovered] = useState<number | null>(null);
  const share = (at: number) => `${count > 1 ? (at / (count - 1)) * 100 : 0}%`;
  const told = (at: number) =>
    t('video.at', { frame: formatCount(at), time: formatTimecode(tableSeconds(player.table, at)) });

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
      className={classes.scrubber}
      role="slider"
      tabIndex={0}
      aria-label={t('video.scrubber')}
      aria-valuemin={0}
      aria-valuemax={count - 1}
      aria-valuenow={place ?? 0}
      aria-valuetext={told(place ?? 0)}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setHovered(null)}
      onKeyDown={onKeyDown}
    >
      <span className={classes.track}>
        <span className={classes.done} style={{ width: share(place ?? 0) }} />
      </span>
      {place !== wanted ? <span className={classes.wanted} style={{ left: share(wanted) }} /> : null}
      <span className={classes.thumb} style={{ left: share(place ?? 0) }} />
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
