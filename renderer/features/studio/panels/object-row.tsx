import { UnstyledButton } from '@mantine/core';
import { IconEye, IconEyeOff, IconTag, IconTrash, type TablerIcon } from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Annotation } from '#core/model/annotation.ts';
import type { Label } from '#core/model/recipe.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import { labelColor } from '#renderer/editor/state.ts';
import { objectFact } from './object-list.ts';
import { ObjectSigns } from './object-signs.tsx';
import classes from './objects-panel.module.css';

/** CSS pixels that a part is set in. */
const STEP = 14;
const DEEPEST = 5;

/** A plain button: a row is made at each stroke, and the library's own costs ten times as much. */
function RowAction(props: {
  readonly icon: TablerIcon;
  readonly label: string;
  readonly onClick: (button: HTMLElement) => void;
}) {
  const Icon = props.icon;
  return (
    <button
      type="button"
      className={classes.action}
      aria-label={props.label}
      title={props.label}
      tabIndex={-1}
      onClick={(event) => props.onClick(event.currentTarget)}
    >
      <Icon size={14} aria-hidden />
    </button>
  );
}

/** One object: pick it, hide it, give it another label, delete it. */
export const ObjectRow = memo(function ObjectRow(props: {
  readonly editor: Editor;
  readonly annotation: Annotation;
  /** How many objects it is a part of, one inside the other. */
  readonly depth: number;
  readonly labels: readonly Label[];
  readonly selected: boolean;
  readonly hovered: boolean;
  readonly hidden: boolean;
  readonly editable: boolean;
  /** True: the one of the list that Tab reaches. */
  readonly reachable: boolean;
  readonly badge: ReactNode;
  /** Asks for another label, beside the button. */
  readonly onRelabel: (annotation: Annotation, button: HTMLElement) => void;
  /** Selects it: with Shift all from the one before, with Ctrl it besides the others. */
  readonly onPick: (annotation: Annotation, keys: { readonly shift: boolean; readonly mod: boolean }) => void;
}) {
  const { t } = useTranslation('studio');
  const { editor, annotation, labels, hidden, editable } = props;
  const { id, label } = annotation;
  const fact = objectFact(annotation);
  const told = fact.what === 'whole' ? t('objects.whole') : fact.text;
  return (
    <div
      className={classes.row}
      data-selected={props.selected || undefined}
      data-hovered={props.hovered || undefined}
      data-hidden={hidden || undefined}
    >
      <UnstyledButton
        className={classes.pick}
        style={props.depth > 0 ? { paddingLeft: 8 + STEP * Math.min(props.depth, DEEPEST) } : undefined}
        data-object={id}
        aria-pressed={props.selected}
        aria-label={
          fact.what === 'size'
            ? t('objects.pick', { label, size: fact.text })
            : t('objects.pickOther', { label, told })
        }
        tabIndex={props.reachable ? 0 : -1}
        onPointerEnter={() => editor.hover(id)}
        onPointerLeave={() => editor.hover(null)}
        onClick={({ shiftKey, ctrlKey, metaKey }) =>
          props.onPick(annotation, { shift: shiftKey, mod: ctrlKey || metaKey })
        }
        onDoubleClick={() => editor.zoomTo([id])}
      >
        <span className={classes.swatch} style={{ background: labelColor(labels, label) }} aria-hidden />
        <span className={classes.name}>{label}</span>
        <ObjectSigns annotation={annotation} />
        {props.badge}
        <span className={classes.size} title={told}>
          {told}
        </span>
      </UnstyledButton>
      <span className={classes.actions}>
        {editable ? (
          <RowAction
            icon={IconTag}
            label={t('objects.relabel')}
            onClick={(button) => props.onRelabel(annotation, button)}
          />
        ) : null}
        <RowAction
          icon={hidden ? IconEyeOff : IconEye}
          label={t(hidden ? 'objects.show' : 'objects.hide', { label })}
          onClick={() => editor.toggleHidden(id)}
        />
        {editable ? (
          <RowAction
            icon={IconTrash}
            label={t('objects.delete', { label })}
            onClick={() => editor.remove([id])}
          />
        ) : null}
      </span>
    </div>
  );
});
