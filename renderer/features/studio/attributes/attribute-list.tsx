import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { commonValue, isBlank } from '#core/annotation/attributes.ts';
import type { Annotation } from '#core/model/annotation.ts';
import type { Attribute } from '#core/model/recipe.ts';
import { AttributeField } from './attribute-field.tsx';
import classes from './attributes.module.css';
import { turnTo } from './mode.ts';

/** Attributes of one or more objects, one below the other. */
export function AttributeList(props: {
  readonly asked: readonly Attribute[];
  readonly objects: readonly Pick<Annotation, 'label' | 'attributes'>[];
  readonly disabled: boolean;
  /** The one that the digits are for; null: for none. */
  readonly at: number | null;
  readonly onChange: (key: string, value: unknown) => void;
}) {
  return props.asked.map((attribute, index) => (
    <Entry
      key={attribute.key}
      attribute={attribute}
      objects={props.objects}
      disabled={props.disabled}
      current={props.at === index}
      onTurn={() => {
        if (props.at !== null) turnTo(index);
      }}
      onChange={(value) => props.onChange(attribute.key, value)}
    />
  ));
}

function Entry(props: {
  readonly attribute: Attribute;
  readonly objects: readonly Pick<Annotation, 'label' | 'attributes'>[];
  readonly disabled: boolean;
  readonly current: boolean;
  readonly onTurn: () => void;
  readonly onChange: (value: unknown) => void;
}) {
  const { t } = useTranslation('objects');
  const { attribute, current } = props;
  const { value, mixed } = commonValue(props.objects, attribute.key);
  const missing =
    attribute.optional === false &&
    props.objects.some(({ attributes }) => isBlank(attributes[attribute.key]));
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (current) element.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <div
      ref={element}
      className={classes.entry}
      data-current={current || undefined}
      data-missing={missing || undefined}
      onPointerDown={props.onTurn}
    >
      <div className={classes.title}>
        <span title={attribute.key}>{attribute.title}</span>
        {missing ? <span className={classes.needed}>{t('required')}</span> : null}
      </div>
      <AttributeField
        attribute={attribute}
        value={value}
        mixed={mixed}
        disabled={props.disabled}
        numbered={current}
        onChange={props.onChange}
      />
    </div>
  );
}
