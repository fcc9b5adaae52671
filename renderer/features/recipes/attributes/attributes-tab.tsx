import { Button, UnstyledButton } from '@mantine/core';
import { IconForms, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attribute } from '#core/model/recipe.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { UseDialog } from '../in-use/use-dialog.tsx';
import type { RecipeEditor } from '../state/use-recipe-editor.ts';
import { AttributeForm } from './attribute-form.tsx';
import classes from './attributes.module.css';
import { useAttributeActions } from './use-attribute-actions.ts';

/** "attribute-3": a key that is free. */
function freeKey(attributes: readonly Attribute[]): string {
  const taken = new Set(attributes.map(({ key }) => key));
  let number = attributes.length + 1;
  while (taken.has(`attribute-${number}`)) number += 1;
  return `attribute-${number}`;
}

/** Attributes of objects and of the item, and what is said of the one that is chosen. */
export function AttributesTab(props: { readonly editor: RecipeEditor }) {
  const { t } = useTranslation('recipes');
  const { editor } = props;
  const { attributes } = editor.draft;
  const [chosen, setChosen] = useState<string | null>(attributes[0]?.key ?? null);
  const actions = useAttributeActions(editor);
  const current = attributes.find(({ key }) => key === chosen) ?? null;
  const add = () => {
    const key = freeKey(attributes);
    const made: Attribute = { key, title: t('attribute.new'), type: 'options', values: [], scope: ['*'] };
    editor.change({ attributes: [...attributes, made] });
    setChosen(key);
  };
  return (
    <div className={classes.columns}>
      <div className={classes.left}>
        <div className={classes.list} role="listbox" aria-label={t('tab.attributes')}>
          {attributes.map(({ key, title, type, level, optional }) => (
            <UnstyledButton
              key={key}
              role="option"
              className={classes.entry}
              aria-selected={key === chosen}
              onClick={() => setChosen(key)}
            >
              <span className={classes.title}>{title}</span>
              <span className={classes.fact}>
                {[
                  t(`type.${type}`),
                  ...(level === 'item' ? [t('attribute.ofItem')] : []),
                  ...(optional === false ? [t('attribute.required')] : []),
                ].join(' · ')}
              </span>
            </UnstyledButton>
          ))}
        </div>
        <div className={classes.foot}>
          <Button variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={add}>
            {t('attribute.add')}
          </Button>
        </div>
      </div>
      {current ? (
        <AttributeForm key={current.key} editor={editor} attribute={current} actions={actions} />
      ) : (
        <EmptyState icon={IconForms} title={t('attribute.none')} text={t('attribute.noneText')} />
      )}
      {actions.question ? <UseDialog question={actions.question} onClose={actions.close} /> : null}
    </div>
  );
}
