import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './attributes.module.css';

/** Which one of its kind an object is; stored when the field is left, or by Enter. */
export function InstanceField(props: {
  readonly instanceId: string | null;
  readonly disabled: boolean;
  /** Null: not known. */
  readonly onChange: (instanceId: string | null) => void;
}) {
  const { t } = useTranslation('objects');
  const [typed, setTyped] = useState<string | null>(null);
  const end = () => {
    if (typed !== null) props.onChange(typed.trim() || null);
    setTyped(null);
  };
  return (
    <div className={classes.entry}>
      <TextInput
        size="xs"
        label={t('instance')}
        placeholder={t('instanceNone')}
        maxLength={200}
        disabled={props.disabled}
        value={typed ?? props.instanceId ?? ''}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={end}
        onKeyDown={(event) => {
          if (event.key === 'Enter') end();
        }}
      />
    </div>
  );
}
