import { IconGripVertical, IconTrash } from '@tabler/icons-react';
import { type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Label } from '#core/model/recipe.ts';
import { leafOf } from '#core/recipe/labels.ts';
import { formatCount } from '#renderer/ui/format.ts';
import classes from './labels.module.css';
import type { LabelActions } from './use-label-actions.ts';

/** CSS pixels a level. */
const STEP = 20;

export type Drop = 'before' | 'into' | 'after';

const SHIFTS: Readonly<Record<string, Parameters<LabelActions['shift']>[1]>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowRight: 'in',
  ArrowLeft: 'out',
};

/** One label of the tree: select it, rename it, drag it, or move it by keys. */
export function LabelRow(props: {
  readonly label: Label;
  readonly depth: number;
  /** Its place among all labels, for its number key. */
  readonly index: number;
  readonly count: number;
  readonly selected: boolean;
  readonly drop: Drop | null;
  readonly actions: LabelActions;
  readonly onSelect: () => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onDragStart: () => void;
  readonly onDragOver: (event: DragEvent<HTMLElement>) => void;
  readonly onDrop: () => void;
}) {
  const { t } = useTranslation('recipes');
  const { label, selected, actions } = props;
  const { name } = label;
  const [renaming, setRenaming] = useState(false);
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { activeElement: focused } = document;
    // Only from the tree itself: whoever types the next label in the field above goes on typing.
    const isOurs = focused === document.body || row.current?.closest('[role=tree]')?.contains(focused);
    if (selected && !renaming && isOurs) row.current?.focus({ preventScroll: true });
  }, [selected, renaming]);

  const onKey = (event: KeyboardEvent) => {
    if (renaming) return;
    const shift = event.altKey ? SHIFTS[event.key] : undefined;
    if (shift) actions.shift(name, shift);
    else if (event.key === 'F2' || event.key === 'Enter') setRenaming(true);
    else if (event.key === 'Delete') actions.remove(name);
    else if (event.key === 'ArrowDown') props.onStep(1);
    else if (event.key === 'ArrowUp') props.onStep(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  // What is seen is what is said, in the same order.
  const tools = (label.tools ?? []).map((tool) => t(`tool.${tool}`)).join(', ');
  const count = props.count > 0 ? formatCount(props.count) : '';
  const key = props.index < 9 ? String(props.index + 1) : '';

  return (
    <div
      ref={row}
      className={classes.row}
      role="treeitem"
      aria-level={props.depth + 1}
      aria-selected={selected}
      aria-label={[name, tools, count, key].filter(Boolean).join(' ')}
      tabIndex={selected ? 0 : -1}
      data-drop={props.drop ?? undefined}
      style={{ paddingLeft: 6 + STEP * props.depth }}
      draggable={!renaming}
      onClick={props.onSelect}
      onDoubleClick={() => setRenaming(true)}
      onKeyDown={onKey}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', name);
        props.onDragStart();
      }}
      onDragOver={props.onDragOver}
      onDrop={(event) => {
        event.preventDefault();
        props.onDrop();
      }}
    >
      <IconGripVertical size={14} className={classes.grip} aria-hidden />
      <span className={classes.swatch} style={{ background: label.color }} aria-hidden />
      {renaming ? (
        <NameField
          name={leafOf(name)}
          label={t('label.name')}
          onDone={(typed) => {
            setRenaming(false);
            if (typed !== null) actions.rename(name, typed);
          }}
        />
      ) : (
        <span className={classes.name}>{leafOf(name)}</span>
      )}
      {tools ? <span className={classes.tools}>{tools}</span> : null}
      <span
        className={classes.count}
        title={t('label.used', { count: props.count, shown: formatCount(props.count) })}
      >
        {count}
      </span>
      <kbd className={classes.key}>{key}</kbd>
      <button
        type="button"
        className={classes.remove}
        tabIndex={-1}
        aria-label={t('label.remove', { name })}
        title={t('label.remove', { name })}
        onClick={(event) => {
          event.stopPropagation();
          actions.remove(name);
        }}
      >
        <IconTrash size={14} aria-hidden />
      </button>
    </div>
  );
}

function NameField(props: {
  readonly name: string;
  readonly label: string;
  /** Null: given up. */
  readonly onDone: (typed: string | null) => void;
}) {
  const [typed, setTyped] = useState(props.name);
  const field = useRef<HTMLInputElement>(null);
  const over = useRef(false);
  useEffect(() => field.current?.select(), []);
  const end = (result: string | null) => {
    if (over.current) return;
    over.current = true;
    props.onDone(result);
  };
  return (
    <input
      ref={field}
      className={classes.field}
      aria-label={props.label}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={() => end(typed)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') end(typed);
        else if (event.key === 'Escape') end(null);
      }}
    />
  );
}
