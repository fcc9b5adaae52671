import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeSet } from '#core/model/annotation.ts';
import { useCall } from '#renderer/client/hooks.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { specOf } from '#renderer/editor/tools/registry.ts';
import { AidsMenu } from '../aids/aids-menu.tsx';
import type { CanvasCommands } from '../commands/use-canvas-commands.ts';
import type { EditCommands } from '../commands/use-edit-commands.ts';
import type { ToolCommand } from '../commands/use-tool-commands.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import { CommandTip, ToolButton } from './tool-button.tsx';
import { TOOL_ICONS } from './tool-icons.ts';
import classes from './toolbar.module.css';

const selectTool = (state: EditorState) => state.tool;
const selectItem = (state: EditorState) => state.item;
const selectScale = (state: EditorState) => state.viewport.scale;

function Zoom(props: { readonly editor: Editor; readonly canvas: CanvasCommands }) {
  const { editor, canvas } = props;
  const scale = useEditorState(editor, selectScale);
  return (
    <>
      <ToolButton command={canvas.zoomOut} icon={IconMinus} />
      <Tooltip label={<CommandTip command={canvas.fullSize} />}>
        <UnstyledButton className={classes.zoom} onClick={() => canvas.fullSize.run()}>
          {`${Math.round(scale * 100)} %`}
        </UnstyledButton>
      </Tooltip>
      <ToolButton command={canvas.zoomIn} icon={IconPlus} />
      <ToolButton command={canvas.fit} icon={IconMaximize} />
    </>
  );
}

function Steps(props: { readonly editor: Editor; readonly edit: EditCommands }) {
  const { editor, edit } = props;
  const item = useEditorState(editor, selectItem);
  const history = useCall('annotations.history', { itemId: item?.id ?? '' }, { enabled: item !== null });
  const has = (wanted: ChangeSet['state']) => history.data?.some(({ state }) => state === wanted) ?? false;
  return (
    <>
      <ToolButton command={edit.undo} icon={IconArrowBackUp} idle={!has('applied')} />
      <ToolButton command={edit.redo} icon={IconArrowForwardUp} idle={!has('undone')} />
    </>
  );
}

const groupOf = (command: ToolCommand | undefined) => command && specOf(command.tool).group;

/** Tools, steps and zoom above the canvas. */
export function Toolbar(props: {
  readonly editor: Editor;
  readonly tools: readonly ToolCommand[];
  readonly canvas: CanvasCommands;
  readonly edit: EditCommands;
  /** Tools of the screen itself. */
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation('studio');
  const { editor, tools, canvas, edit } = props;
  const tool = useEditorState(editor, selectTool);
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t('toolbar')}>
      {tools.map((command, at) => (
        <Fragment key={command.tool}>
          {at > 0 && groupOf(command) !== groupOf(tools[at - 1]) ? <span className={classes.line} /> : null}
          <ToolButton command={command} icon={TOOL_ICONS[command.tool]} pressed={tool === command.tool} />
        </Fragment>
      ))}
      {props.children}
      <span className={classes.line} />
      <Steps editor={editor} edit={edit} />
      <span className={classes.line} />
      <Zoom editor={editor} canvas={canvas} />
      <AidsMenu editor={editor} />
    </div>
  );
}
