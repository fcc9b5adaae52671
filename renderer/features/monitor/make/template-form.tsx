import { NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Need, Template } from '#core/pipeline/template.ts';
import classes from './make.module.css';
import { type Known, MAKE, madeName, type Values } from './parts.ts';

type Here = { readonly datasets: readonly Known[]; readonly recipes: readonly Known[] };

function NeedField(props: {
  readonly need: Need;
  readonly template: Template;
  readonly value: string | number;
  readonly here: Here;
  readonly onChange: (value: string | number) => void;
}) {
  const { t } = useTranslation('pipelines');
  const { need, value, here, onChange } = props;
  if (need.kind === 'number') {
    return (
      <NumberInput
        label={need.title}
        value={value}
        {...(need.min === undefined ? {} : { min: need.min })}
        {...(need.max === undefined ? {} : { max: need.max })}
        clampBehavior="none"
        onChange={onChange}
      />
    );
  }
  if (need.kind === 'text') {
    return (
      <TextInput label={need.title} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
    );
  }
  const known = need.kind === 'dataset' ? here.datasets : here.recipes;
  const name = need.kind === 'dataset' ? madeName(need) : props.template.title;
  return (
    <Select
      label={need.title}
      searchable
      value={String(value)}
      data={[
        { value: MAKE, label: t(`make.new.${need.kind}`, { name }) },
        ...known.map((one) => ({ value: one.id, label: one.name })),
      ]}
      onChange={(chosen) => chosen !== null && onChange(chosen)}
    />
  );
}

/** Asks for what a template needs. */
export function TemplateForm(props: {
  readonly template: Template;
  readonly values: Values;
  readonly here: Here;
  readonly onChange: (values: Values) => void;
}) {
  const { template, values, here, onChange } = props;
  return (
    <div className={classes.needs}>
      {template.needs.map((need) => (
        <NeedField
          key={`${template.id} ${need.key}`}
          need={need}
          template={template}
          value={values[need.key] ?? ''}
          here={here}
          onChange={(value) => onChange({ ...values, [need.key]: value })}
        />
      ))}
    </div>
  );
}
