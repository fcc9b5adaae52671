import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import { IconEye, IconEyeOff, IconTag, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Annotation } from '#core/model/annotation.ts';
import type { Label } from '#core/model/recipe.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import { labelColor } from '#renderer/editor/state.ts';
import { objectSize } from './object-list.ts';
import classes from './objects-panel.module.css';

function Relabel(props: {
  readonly editor: Editor;
  readonly annotation: Annotation;
  readonly labels: readonly Label[];
}) {
  const { t } = useTranslation('studio');
  const { editor, annotation, labels } = props;
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon size={22} aria-label={t('objects.relabel')} title={t('objects.relabel')} tabIndex={-1}>
          <IconTag size={14} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflow: 'auto' }}>
        {labels.map(({ name, color }) => (
          <Menu.Item
            key={name}
            disabled={name === annotation.label}
            leftSection={<span className={classes.swatch} style={{ background: color }} />}
            onClick={() => editor.relabel([annotation.id], name)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** One object: pick it, hide it, give it another label, delete it. */
export function ObjectRow(props: {
  readonly editor: Editor;
  readonly annotation: Annotation;
  readonly labels: readonly Label[];
  readonly selected: boolean;
  readonly hovered: boolean;
  readonly hidden: boolean;
  readonly editable: boolean;
  /** True: the one of the list that Tab reaches. */
  readonly reachable: boolean;
  readonly badge: ReactNode;
}) {
  const { t } = useTranslation('studio');
  const { editor, annotation, labels, hidden } = props;
  const { id, label } = annotation;
  const size = objectSize(annotation);
  const Eye = hidden ? IconEyeOff : IconEye;
  const eye = t(hidden ? 'objects.show' : 'objects.hide', { label });
  const trash = t('objects.delete', { label });
  return (
    <div
      className={classes.row}
      data-selected={props.selected || undefined}
      data-hovered={props.hovered || undefined}
      data-hidden={hidden || undefined}
    >
      <UnstyledButton
        className={classes.pick}
        data-object={id}
        aria-pressed={props.selected}
        aria-label={t('objects.pick', { label, size })}
        tabIndex={props.reachable ? 0 : -1}
        onPointerEnter={() => editor.hover(id)}
        onPointerLeave={() => editor.hover(null)}
        onClick={() => editor.select([id])}
        onDoubleClick={() => editor.zoomTo([id])}
      >
        <span className={classes.swatch} style={{ background: labelColor(labels, label) }} aria-hidden />
        <span className={classes.name}>{label}</span>
        {props.badge}
        <span className={classes.size}>{size}</span>
      </UnstyledButton>
      <span className={classes.actions}>
        {props.editable ? <Relabel editor={editor} annotation={annotation} labels={labels} /> : null}
        <ActionIcon
          size={22}
          aria-label={eye}
          title={eye}
          tabIndex={-1}
          onClick={() => editor.toggleHidden(id)}
        >
          <Eye size={14} aria-hidden />
        </ActionIcon>
        {props.editable ? (
          <ActionIcon
            size={22}
            aria-label={trash}
            title={trash}
            tabIndex={-1}
            onClick={() => editor.remove([id])}
          >
            <IconTrash size={14} aria-hidden />
          </ActionIcon>
        ) : null}
      </span>
    </div>
  );
}
