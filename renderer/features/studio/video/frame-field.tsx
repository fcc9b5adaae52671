import { TextInput, Tooltip } from '@mantine/core';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clampPlace } from '#renderer/editor/video/places.ts';
import type { Player, PlayerState } from '#renderer/editor/video/player.ts';
import { formatCount } from '#renderer/ui/format.ts';
import classes from './transport.module.css';
import { usePlayerState } from './use-player-state.ts';

const selectPlace = (state: PlayerState) => state.place;
const selectWanted = (state: PlayerState) => state.wanted;

/** The number of the picture on the screen, and a field for another one. A frame on its way is told beside it. */
export function FrameField(props: {
  readonly player: Player;
  readonly field: RefObject<HTMLInputElement | null>;
  /** Brings the keys back to the canvas. */
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('studio');
  const { player, field, onDone } = props;
  const { count } = player.table;
  const place = usePlayerState(player, selectPlace);
  const wanted = usePlayerState(player, selectWanted);
  const [typed, setTyped] = useState<string | null>(null);
  const last = formatCount(count - 1);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    const number = Number(typed?.replace(/\D/g, '') || Number.NaN);
    if (event.key === 'Enter' && Number.isFinite(number)) player.go(clampPlace(count, number));
    setTyped(null);
    onDone();
  }

  return (
    <div className={classes.frame}>
      <Tooltip label={t('video.numbering', { last })}>
        <TextInput
          ref={field}
          size="xs"
          aria-label={t('video.frame')}
          classNames={{ input: classes.number ?? '' }}
          style={{ width: `${Math.max(5, String(count).length + 2.5)}ch` }}
          inputMode="numeric"
          data-testid="frame-number"
          value={typed ?? (place === null ? '' : String(place))}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setTyped(event.currentTarget.value.replace(/\D/g, ''))}
          onKeyDown={onKeyDown}
          onBlur={() => setTyped(null)}
        />
      </Tooltip>
      <span className={classes.of}>{t('video.of', { last })}</span>
      <span className={classes.pending} data-testid="frame-pending" role="status">
        {place === wanted ? '' : t('video.pending', { frame: formatCount(wanted) })}
      </span>
    </div>
  );
}
