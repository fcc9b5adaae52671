import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { firstFrame, trackOf } from '#core/annotation/track/track.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import type { Player, PlayerState } from '#renderer/editor/video/player.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { useEditorState } from '../../stage/use-editor-state.ts';
import { usePlayerState } from '../use-player-state.ts';

const NAMES = [
  'keyframe',
  'outside',
  'begin',
  'end',
  'split',
  'merge',
  'propagate',
  'next',
  'previous',
  'loop',
  'move',
  'hold',
] as const;
export type TrackCommands = Readonly<Record<(typeof NAMES)[number], Command>>;

const selectEditable = (state: EditorState) => state.editable;
const selectLoop = (state: PlayerState) => state.loop;

/** The frames of the selected objects, or of the whole video: what is played again and again. */
function rangeOf(editor: Editor, player: Player) {
  const { stored, selection } = editor.state.get();
  const tracks = selection.ids.flatMap((id) => {
    const object = stored.get(id);
    return (object && trackOf(object)) ?? [];
  });
  if (tracks.length === 0) return { first: 0, last: player.table.count - 1 };
  return {
    first: Math.min(...tracks.map(firstFrame)),
    last: Math.min(player.table.count - 1, Math.max(...tracks.map(({ last }) => last))),
  };
}

/** What can be done with the selected objects of a video besides what can be done on a picture. */
export function useTrackCommands(editor: Editor, player: Player, askPropagate: () => void): TrackCommands {
  const { t } = useTranslation('tracks');
  const editable = useEditorState(editor, selectEditable);
  const looping = usePlayerState(player, selectLoop) !== null;
  return useMemo(() => {
    const { tracks } = editor;
    const command = (
      name: (typeof NAMES)[number],
      keys: readonly string[],
      run: () => void,
      changes = true,
    ): Command => ({
      id: `tracks.${name}`,
      title: t(`command.${name}`),
      group: t('group'),
      keys,
      enabled: editable || !changes,
      run,
    });
    return {
      keyframe: command('keyframe', ['D'], () => tracks.toggleKeyframe()),
      outside: command('outside', ['Shift+D'], () => tracks.toggleOutside()),
      begin: command('begin', ['Alt+['], () => tracks.beginHere()),
      end: command('end', ['Alt+]'], () => tracks.endHere()),
      split: command('split', ['Alt+S'], () => tracks.split()),
      merge: command('merge', ['Alt+M'], () => tracks.merge()),
      propagate: command('propagate', ['mod+B'], askPropagate),
      next: command('next', ['Alt+.'], () => void tracks.toKeyframe(1), false),
      previous: command('previous', ['Alt+,'], () => void tracks.toKeyframe(-1), false),
      loop: {
        ...command('loop', ['Alt+K'], () => player.setLoop(looping ? null : rangeOf(editor, player)), false),
        title: t(looping ? 'command.loopEnd' : 'command.loop'),
      },
      move: command('move', [], () => tracks.setLinear(true)),
      hold: command('hold', [], () => tracks.setLinear(false)),
    };
  }, [editor, player, editable, looping, askPropagate, t]);
}
