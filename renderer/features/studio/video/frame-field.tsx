import { TextInput, Tooltip } from '@mantine/core';
import { type KeyboardEvent, type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { clampPlace } from '#renderer/editor/video/places.ts';
import type { Player, PlayerState } from '#renderer/editor/video/player.ts';
import { formatCount } from '#renderer/ui/format.ts';
import classes from './transport.module.css';
import { usePlaceWriter } from './use-place-writer.ts';
import { usePlayerState } from './use-player-state.ts';

const selectAwaited = (state: PlayerState) => state.awaited;

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
  const awaited = usePlayerState(player, selectAwaited);
  /** What stands in the field was typed, and has not been gone to. */
  const typed = useRef(false);
  const last = formatCount(count - 1);

  function write(place: number | null) {
    if (field.current && !typed.current) field.current.value = place === null ? '' : String(place);
  }
  usePlaceWriter(player, write);

  function endTyping() {
    typed.current = false;
    write(player.state.get().place);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    const number = (typed.current && field.current?.value) || '';
    endTyping();
    if (event.key === 'Enter' && number !== '') player.go(clampPlace(count, Number(number)));
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
          onFocus={(event) => event.currentTarget.select()}
          onChange={({ currentTarget }) => {
            typed.current = true;
            const digits = currentTarget.value.replace(/\D/g, '');
            if (digits !== currentTarget.value) currentTarget.value = digits;
          }}
          onKeyDown={onKeyDown}
          onBlur={endTyping}
        />
      </Tooltip>
      <span className={classes.of}>{t('video.of', { last })}</span>
      <span className={classes.pending} data-testid="frame-pending" role="status">
        {awaited === null ? '' : t('video.pending', { frame: formatCount(awaited) })}
      </span>
    </div>
  );
}
