import { NumberInput, Select, Slider, Textarea, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textsOf } from '#core/annotation/attributes.ts';
import type { Attribute } from '#core/model/recipe.ts';
import classes from './attributes.module.css';
import { optionsOf, withOption } from './options.ts';

/** More options than this are a list to open. */
const MOST_BUTTONS = 12;

type FieldProps = {
  readonly attribute: Attribute;
  readonly value: unknown;
  /** True: the objects differ, and `value` is that of none. */
  readonly mixed: boolean;
  readonly disabled: boolean;
  /** True: digits stand beside the options. */
  readonly numbered: boolean;
  /** Undefined: no value any more. */
  readonly onChange: (value: unknown) => void;
};

/** One attribute, with what suits its type to fill it in. */
export function AttributeField(props: FieldProps) {
  const { attribute } = props;
  switch (attribute.type) {
    case 'options':
      return (attribute.values ?? []).length > MOST_BUTTONS && !attribute.multi ? (
        <LongList {...props} />
      ) : (
        <Buttons {...props} />
      );
    case 'boolean':
      return <Buttons {...props} />;
    case 'range':
      return <Range {...props} />;
    case 'number':
      return <NumberField {...props} />;
    case 'freeText':
      return <TextField {...props} />;
  }
}

function Buttons(props: FieldProps) {
  const { t } = useTranslation('objects');
  const { attribute, value } = props;
  const chosen = textsOf(value);
  return (
    <fieldset className={classes.options} aria-label={attribute.title}>
      {optionsOf(attribute).map((option, index) => (
        <UnstyledButton
          key={option}
          className={classes.option}
          aria-pressed={chosen.includes(option)}
          disabled={props.disabled}
          onClick={() => props.onChange(withOption(attribute, value, option))}
        >
          {props.numbered && index < 9 ? <span className={classes.digit}>{index + 1}</span> : null}
          {attribute.type === 'boolean' ? t(option === 'true' ? 'yes' : 'no') : option}
        </UnstyledButton>
      ))}
      {props.mixed ? <span className={classes.mixed}>{t('mixed')}</span> : null}
    </fieldset>
  );
}

function LongList(props: FieldProps) {
  const { t } = useTranslation('objects');
  const { attribute, value } = props;
  return (
    <Select
      size="xs"
      searchable
      clearable
      aria-label={attribute.title}
      data={attribute.values ?? []}
      value={typeof value === 'string' ? value : null}
      placeholder={t(props.mixed ? 'mixed' : 'choose')}
      disabled={props.disabled}
      onChange={(next) => props.onChange(next ?? undefined)}
    />
  );
}

function Range(props: FieldProps) {
  const { attribute, value } = props;
  const { min, max, step } = attribute.range ?? { min: 0, max: 100, step: 1 };
  const [moved, setMoved] = useState<number | null>(null);
  const stored = typeof value === 'number' ? value : min;
  return (
    <div className={classes.range}>
      <Slider
        size="sm"
        min={min}
        max={max}
        step={step}
        value={moved ?? stored}
        label={null}
        disabled={props.disabled}
        thumbLabel={attribute.title}
        data-empty={value === undefined || undefined}
        onChange={setMoved}
        onChangeEnd={(next) => {
          setMoved(null);
          props.onChange(next);
        }}
      />
      <span className={classes.number}>{moved ?? (typeof value === 'number' ? value : '–')}</span>
    </div>
  );
}

/** What is typed is stored when the field is left, or by Enter: one step of the history, not one a letter. */
function NumberField(props: FieldProps) {
  const { t } = useTranslation('objects');
  const { attribute, value } = props;
  const [typed, setTyped] = useState<string | number | null>(null);
  const end = () => {
    if (typed === null) return;
    setTyped(null);
    if (typed === '') props.onChange(undefined);
    else if (Number.isFinite(Number(typed))) props.onChange(Number(typed));
  };
  return (
    <NumberInput
      size="xs"
      hideControls
      aria-label={attribute.title}
      value={typed ?? (typeof value === 'number' ? value : '')}
      {...(props.mixed ? { placeholder: t('mixed') } : {})}
      disabled={props.disabled}
      onChange={setTyped}
      onBlur={end}
      onKeyDown={(event) => {
        if (event.key === 'Enter') end();
      }}
    />
  );
}

function TextField(props: FieldProps) {
  const { t } = useTranslation('objects');
  const { attribute, value } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const end = () => {
    if (typed !== null) props.onChange(typed.trim() === '' ? undefined : typed);
    setTyped(null);
  };
  return (
    <Textarea
      size="xs"
      autosize
      minRows={1}
      maxRows={5}
      aria-label={attribute.title}
      value={typed ?? (typeof value === 'string' ? value : '')}
      {...(props.mixed ? { placeholder: t('mixed') } : {})}
      disabled={props.disabled}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={end}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.shiftKey) {
          event.preventDefault();
          end();
        }
      }}
    />
  );
}
