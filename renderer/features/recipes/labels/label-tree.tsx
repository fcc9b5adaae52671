import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isBelow, parentOf } from '#core/recipe/labels.ts';
import type { RecipeEditor } from '../state/use-recipe-editor.ts';
import { type Drop, LabelRow } from './label-row.tsx';
import classes from './labels.module.css';
import type { LabelActions, Usage } from './use-label-actions.ts';

/** Parts of a row's height at its ends where a drop goes between rows, not into one. */
const EDGE = 0.28;

/** The labels as a tree. */
export function LabelTree(props: {
  readonly editor: RecipeEditor;
  readonly usage: Usage;
  readonly actions: LabelActions;
  readonly selected: string | null;
  readonly onSelect: (name: string) => void;
}) {
  const { t } = useTranslation('recipes');
  const { actions, selected, onSelect } = props;
  const { labels } = props.editor.draft;
  const [dragged, setDragged] = useState<string | null>(null);
  const [target, setTarget] = useState<{ readonly name: string; readonly drop: Drop } | null>(null);

  const over = (name: string) => (event: DragEvent<HTMLElement>) => {
    if (dragged === null || name === dragged || isBelow(name, dragged)) return;
    event.preventDefault();
    const { top, height } = event.currentTarget.getBoundingClientRect();
    const share = (event.clientY - top) / height;
    setTarget({ name, drop: share < EDGE ? 'before' : share > 1 - EDGE ? 'after' : 'into' });
  };

  const end = () => {
    if (dragged !== null && target) {
      const { name, drop } = target;
      const parent = parentOf(name);
      const siblings = labels.map((label) => label.name).filter((each) => parentOf(each) === parent);
      const next = siblings[siblings.indexOf(name) + 1] ?? null;
      if (drop === 'into') actions.move(dragged, { parent: name, before: null });
      else actions.move(dragged, { parent, before: drop === 'before' ? name : next });
    }
    setDragged(null);
    setTarget(null);
  };

  return (
    <div className={classes.tree} role="tree" aria-label={t('tab.labels')} onDragEnd={end}>
      {labels.map((label, index) => (
        <LabelRow
          key={label.name}
          label={label}
          depth={label.name.split('.').length - 1}
          index={index}
          count={props.usage.get(label.name) ?? 0}
          selected={label.name === selected}
          drop={target?.name === label.name ? target.drop : null}
          actions={actions}
          onSelect={() => onSelect(label.name)}
          onStep={(by) => {
            const next = labels[index + by];
            if (next) onSelect(next.name);
          }}
          onDragStart={() => setDragged(label.name)}
          onDragOver={over(label.name)}
          onDrop={end}
        />
      ))}
    </div>
  );
}
