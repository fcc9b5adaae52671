import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attribute } from '#core/model/recipe.ts';
import { Committed } from '../committed.tsx';
import classes from './attributes.module.css';
import type { AttributeActions } from './use-attribute-actions.ts';

/** The options of an attribute, in the order of their number keys; new ones one a line. */
export function OptionRows(props: { readonly attribute: Attribute; readonly actions: AttributeActions }) {
  const { t } = useTranslation('recipes');
  const { attribute, actions } = props;
  const values = attribute.values ?? [];
  const [typed, setTyped] = useState('');
  const add = () => {
    const lines = typed.split(/\r?\n/).map((line) => line.trim());
    const fresh = [...new Set(lines)].filter((line) => line !== '' && !values.includes(line));
    if (fresh.length > 0) actions.set(attribute.key, { values: [...values, ...fresh] });
    setTyped('');
  };
  return (
    <fieldset className={classes.options}>
      <legend>{t('attribute.options')}</legend>
      {values.map((option, index) => (
        <div key={option} className={classes.option}>
          <span className={classes.digit}>{index < 9 ? index + 1 : ''}</span>
          <Committed value={option} onCommit={(to) => actions.renameOption(attribute, option, to.trim())}>
            {(value, onChange, onEnd) => (
              <TextInput
                size="xs"
                flex={1}
                aria-label={t('attribute.option', { option })}
                value={value}
                onChange={(event) => onChange(event.currentTarget.value)}
                onBlur={() => onEnd(value)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') onEnd(value);
                }}
              />
            )}
          </Committed>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('attribute.removeOption', { option })}
            onClick={() => actions.removeOption(attribute, option)}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <div className={classes.adding}>
        <Textarea
          size="xs"
          flex={1}
          autosize
          minRows={1}
          maxRows={8}
          aria-label={t('attribute.newOptions')}
          placeholder={t('attribute.newOptions')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey) return;
            event.preventDefault();
            add();
          }}
        />
        <Button size="xs" variant="default" disabled={typed.trim() === ''} onClick={add}>
          {t('label.add')}
        </Button>
      </div>
    </fieldset>
  );
}
