import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Point } from '#core/model/common.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { CommandKeys } from '#renderer/ui/key-caps.tsx';
import type { CanvasCommands } from '../commands/use-canvas-commands.ts';
import type { EditCommands } from '../commands/use-edit-commands.ts';
import type { FormCommands } from '../commands/use-form-commands.ts';
import { labelSlot } from '../commands/use-label-commands.ts';
import type { ObjectCommands } from '../commands/use-object-commands.ts';
import type { ToolCommand } from '../commands/use-tool-commands.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import classes from './canvas-menu.module.css';

/** So many labels fit without scrolling; the list at the side has them all. */
const MOST_LABELS = 9;

const selectLabels = (state: EditorState) => state.labels;
const selectIds = (state: EditorState) => state.selection.ids;
const selectEditable = (state: EditorState) => state.editable;

/** A menu at a point of the positioned element around it; null: closed. */
export function PlacedMenu(props: {
  readonly at: Point | null;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation('studio');
  const { at } = props;
  if (!at) return null;
  return (
    <Menu
      opened
      onClose={props.onClose}
      position="bottom-start"
      offset={2}
      width={240}
      // Over the place itself when there is room for it neither below nor above.
      middlewares={{ flip: true, shift: { crossAxis: true, padding: 8 } }}
      returnFocus
    >
      <Menu.Target>
        <span className={classes.anchor} style={{ left: at.x, top: at.y }} aria-hidden />
      </Menu.Target>
      <Menu.Dropdown className={classes.menu} aria-label={t('menu.label')}>
        {props.children}
      </Menu.Dropdown>
    </Menu>
  );
}

function Item(props: { readonly command: Command }) {
  const { command } = props;
  return (
    <Menu.Item
      disabled={command.enabled === false}
      data-command={command.id}
      rightSection={<CommandKeys command={command} />}
      onClick={() => command.run()}
    >
      {command.title}
    </Menu.Item>
  );
}

function SubMenu(props: { readonly title: string; readonly commands: readonly Command[] }) {
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item>{props.title}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        {props.commands.map((command) => (
          <Item key={command.id} command={command} />
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}

/** Labels to give to shapes. */
export function LabelItems(props: {
  readonly editor: Editor;
  readonly ids: EditorState['selection']['ids'];
}) {
  const { t } = useTranslation('studio');
  const labels = useEditorState(props.editor, selectLabels);
  return (
    <>
      <Menu.Label>{t('menu.relabel')}</Menu.Label>
      {labels.slice(0, MOST_LABELS).map(({ name, color }, index) => (
        <Menu.Item
          key={name}
          leftSection={<span className={classes.swatch} style={{ background: color }} aria-hidden />}
          rightSection={<CommandKeys command={labelSlot(name, index)} />}
          onClick={() => props.editor.relabel(props.ids, name)}
        >
          {name}
        </Menu.Item>
      ))}
    </>
  );
}

/** What can be done with the selection; with nothing selected, with the view. */
export function CanvasMenu(props: {
  readonly editor: Editor;
  readonly tools: readonly ToolCommand[];
  readonly canvas: CanvasCommands;
  readonly edit: EditCommands;
  readonly objects?: ObjectCommands;
  readonly forms?: FormCommands;
}) {
  const { t } = useTranslation('studio');
  const { editor, canvas, edit, objects, forms } = props;
  const ids = useEditorState(editor, selectIds);
  const editable = useEditorState(editor, selectEditable);
  const together = ids.length > 1 && objects ? [objects.group, objects.join] : [];
  const said = objects ? [objects.occluded, objects.locked, ...together, objects.front, objects.back] : [];
  const commands =
    ids.length > 0
      ? [...said, canvas.zoomSelection, edit.hide, edit.remove]
      : [
          ...props.tools.slice(0, 2),
          ...(forms?.copies.slice(-1) ?? []),
          edit.undo,
          edit.redo,
          canvas.fit,
          canvas.fullSize,
        ];
  return (
    <>
      {ids.length > 0 && editable ? (
        <>
          <LabelItems editor={editor} ids={ids} />
          <Menu.Divider />
        </>
      ) : null}
      {ids.length > 0 && editable && forms ? (
        <>
          <SubMenu title={t('form.menu')} commands={[...forms.shapes, ...forms.converts]} />
          <SubMenu title={t('form.copyMenu')} commands={forms.copies} />
          {ids.length > 1 ? <SubMenu title={t('form.alignMenu')} commands={forms.aligns} /> : null}
        </>
      ) : null}
      {commands.map((command) => (
        <Item key={command.id} command={command} />
      ))}
    </>
  );
}
