import { Select, UnstyledButton } from '@mantine/core';
import {
  IconArrowBarToLeft,
  IconArrowBarToRight,
  IconArrowMerge,
  IconChevronDown,
  IconChevronRight,
  IconCopyPlus,
  IconDoorExit,
  IconKeyframe,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
  IconRepeat,
  IconSeparatorVertical,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { ToolButton } from '../../canvas/tool-button.tsx';
import { useEditorState } from '../../stage/use-editor-state.ts';
import classes from './timeline.module.css';
import type { TrackCommands } from './use-track-commands.ts';

const selectTracking = (state: EditorState) => state.tracking;
const selectSelected = (state: EditorState) => state.selection.ids.length;
const selectEditable = (state: EditorState) => state.editable;

/** What can be done with tracks, and how new objects and attributes spread over frames. */
export function TrackBar(props: {
  readonly editor: Editor;
  readonly commands: TrackCommands;
  readonly count: number;
  readonly open: boolean;
  readonly looping: boolean;
  readonly onToggle: () => void;
}) {
  const { t } = useTranslation('tracks');
  const { editor, commands, open } = props;
  const { span, reach } = useEditorState(editor, selectTracking);
  const selected = useEditorState(editor, selectSelected);
  const editable = useEditorState(editor, selectEditable);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  const changes = [
    [commands.keyframe, IconKeyframe, 1],
    [commands.outside, IconDoorExit, 1],
    [commands.begin, IconArrowBarToLeft, 1],
    [commands.end, IconArrowBarToRight, 1],
    [commands.split, IconSeparatorVertical, 1],
    [commands.merge, IconArrowMerge, 2],
    [commands.propagate, IconCopyPlus, 1],
  ] as const;
  return (
    <div className={classes.head}>
      <UnstyledButton className={classes.toggle} aria-expanded={open} onClick={props.onToggle}>
        <Chevron size={15} aria-hidden />
        {t('title')}
        <span className={classes.number}>{props.count}</span>
      </UnstyledButton>
      <div className={classes.tools}>
        <ToolButton command={commands.previous} icon={IconPlayerTrackPrev} />
        <ToolButton command={commands.next} icon={IconPlayerTrackNext} />
        <ToolButton command={commands.loop} icon={IconRepeat} pressed={props.looping} />
        {editable
          ? changes.map(([command, icon, least]) => (
              <ToolButton key={command.id} command={command} icon={icon} idle={selected < least} />
            ))
          : null}
      </div>
      {editable ? (
        <div className={classes.choices}>
          <Select
            size="xs"
            w={172}
            aria-label={t('span.label')}
            allowDeselect={false}
            value={span}
            data={[
              { value: 'onward', label: t('span.onward') },
              { value: 'frame', label: t('span.frame') },
            ]}
            onChange={(value) => {
              if (value === 'onward' || value === 'frame') editor.tracks.setTracking({ span: value });
            }}
          />
          <Select
            size="xs"
            w={190}
            aria-label={t('reach.label')}
            allowDeselect={false}
            value={reach}
            data={[
              { value: 'whole', label: t('reach.whole') },
              { value: 'onward', label: t('reach.onward') },
            ]}
            onChange={(value) => {
              if (value === 'whole' || value === 'onward') editor.tracks.setTracking({ reach: value });
            }}
          />
        </div>
      ) : null}
    </div>
  );
}
