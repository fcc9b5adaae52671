import { Select } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconChevronsLeft,
  IconChevronsRight,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
} from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { tableSeconds } from '#core/media/frame-table.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import { type Player, type PlayerState, SPEEDS } from '#renderer/editor/video/player.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { formatTimecode } from '#renderer/ui/format.ts';
import { ToolButton } from '../canvas/tool-button.tsx';
import { FrameField } from './frame-field.tsx';
import { Scrubber } from './scrubber.tsx';
import { Timeline } from './timeline/timeline.tsx';
import classes from './transport.module.css';
import { usePlaceWriter } from './use-place-writer.ts';
import { usePlayerState } from './use-player-state.ts';
import { useVideoCommands } from './use-video-commands.ts';

const selectPlaying = (state: PlayerState) => state.playing;
const selectKind = (state: PlayerState) => state.kind;
const selectSpeed = (state: PlayerState) => state.speed;

function Time(props: { readonly player: Player }) {
  const { table } = props.player;
  const now = useRef<HTMLSpanElement>(null);
  usePlaceWriter(props.player, (place) => {
    if (now.current) now.current.textContent = formatTimecode(tableSeconds(table, place ?? 0));
  });
  return (
    <span className={classes.time} data-testid="frame-seconds">
      <span ref={now} />
      <span className={classes.total}> / {formatTimecode(tableSeconds(table, table.count - 1))}</span>
    </span>
  );
}

function Speed(props: { readonly player: Player }) {
  const { t } = useTranslation('studio');
  const { player } = props;
  const speed = usePlayerState(player, selectSpeed);
  return (
    <Select
      size="xs"
      w={78}
      aria-label={t('video.speed')}
      allowDeselect={false}
      value={String(speed)}
      data={SPEEDS.map((each) => ({ value: String(each), label: `${each} ×` }))}
      onChange={(value) => {
        const chosen = SPEEDS.find((each) => String(each) === value);
        if (chosen !== undefined) player.setSpeed(chosen);
      }}
    />
  );
}

/** Steps, plays and jumps in the video below whose picture it stands. */
export function Transport(props: {
  readonly editor: Editor;
  readonly player: Player;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('studio');
  const { player } = props;
  const field = useRef<HTMLInputElement>(null);
  const commands = useVideoCommands(player, field);
  useCommands(Object.values(commands));
  const playing = usePlayerState(player, selectPlaying);
  const source = usePlayerState(player, selectKind);
  const buttons = [
    [commands.first, IconPlayerSkipBack],
    [commands.back, IconChevronsLeft],
    [commands.previous, IconChevronLeft],
    [commands.play, playing ? IconPlayerPauseFilled : IconPlayerPlayFilled],
    [commands.next, IconChevronRight],
    [commands.forward, IconChevronsRight],
    [commands.last, IconPlayerSkipForward],
  ] as const;
  return (
    <section
      className={classes.transport}
      aria-label={t('video.transport')}
      data-source={source ?? undefined}
    >
      <div className={classes.line}>
        <Scrubber player={player} />
      </div>
      <div className={classes.row}>
        <div className={classes.buttons}>
          {buttons.map(([command, icon]) => (
            // The names lie below: above, they would cover the line that a step is followed on.
            <ToolButton key={command.id} command={command} icon={icon} tip="bottom" />
          ))}
        </div>
        <FrameField player={player} field={field} onDone={props.onDone} />
        <Time player={player} />
        <Speed player={player} />
      </div>
      <Timeline editor={props.editor} player={player} />
    </section>
  );
}
