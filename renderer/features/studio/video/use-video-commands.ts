import { type RefObject, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Player, type PlayerState, SPEEDS } from '#renderer/editor/video/player.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { usePlayerState } from './use-player-state.ts';

export type VideoCommands = Readonly<
  Record<
    'play' | 'next' | 'previous' | 'forward' | 'back' | 'first' | 'last' | 'faster' | 'slower' | 'goTo',
    Command
  >
>;

/** Frames of a large step. */
const LARGE_STEP = 10;

const selectPlaying = (state: PlayerState) => state.playing;

/**
 * Space moves the picture in the canvas, so playing is on P and K. The arrows belong to a selected shape first; without
 * one they step, as comma and full stop always do.
 */
export function useVideoCommands(player: Player, field: RefObject<HTMLInputElement | null>): VideoCommands {
  const { t } = useTranslation('studio');
  const playing = usePlayerState(player, selectPlaying);
  return useMemo(() => {
    const command = (name: string, keys: readonly string[], run: () => void): Command => ({
      id: `video.${name}`,
      title: t(`command.video.${name}`),
      group: t('group.video'),
      keys,
      run,
    });
    const speed = (by: 1 | -1) => () => {
      const next = SPEEDS[SPEEDS.indexOf(player.state.get().speed) + by];
      if (next !== undefined) player.setSpeed(next);
    };
    const toggle = () => (player.state.get().playing ? player.pause() : player.play());
    return {
      play: { ...command(playing ? 'pause' : 'play', ['K'], toggle), id: 'video.play' },
      next: command('next', ['.', 'ArrowRight'], () => player.step(1)),
      previous: command('previous', [',', 'ArrowLeft'], () => player.step(-1)),
      forward: command('forward', ['Shift+ArrowRight', '>'], () => player.step(LARGE_STEP)),
      back: command('back', ['Shift+ArrowLeft', '<'], () => player.step(-LARGE_STEP)),
      first: command('first', ['Home'], () => player.go(0)),
      last: command('last', ['End'], () => player.go(player.table.count - 1)),
      faster: command('faster', [']'], speed(1)),
      slower: command('slower', ['['], speed(-1)),
      goTo: command('goTo', ['G'], () => {
        field.current?.focus();
        field.current?.select();
      }),
    };
  }, [player, playing, field, t]);
}
