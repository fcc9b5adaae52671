import { ActionIcon, Select, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Graph } from '#core/model/graph.ts';
import {
  changeVariable,
  removeVariable,
  renameRefusal,
  renameVariable,
  usersOf,
  type VariablePart,
} from '#core/pipeline/edit/variables.ts';
import { useComposer } from '../state/context.tsx';
import classes from './inspector.module.css';
import { readValue, showValue, VARIABLE_TYPES } from './variable-value.ts';

type Stored = NonNullable<Graph['variables']>[number];

/** A variable: its name everywhere it is used, its type, its value and what it is for. */
export function VariableFields(props: { readonly graph: Graph; readonly variable: Stored }) {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const { graph, variable } = props;
  const { name } = variable;
  const type = variable.type ?? 'Json';
  const [newName, setNewName] = useState(name);
  const [typed, setTyped] = useState<string | null>(null);
  const users = usersOf(graph, name);
  const refusal = renameRefusal(graph, name, newName);
  const text = typed ?? showValue(variable.value);
  const change = (part: VariablePart, what: string) =>
    composer.edit((before) => changeVariable(before, name, part), { key: `variable ${what} ${name}` });

  function leave() {
    if (refusal === null) composer.edit((before) => renameVariable(before, name, newName));
    composer.endStep();
  }
  return (
    <section className={classes.fields} aria-label={t('variables.one', { name })}>
      <div className={classes.head}>
        <TextInput
          label={t('variables.name')}
          value={newName}
          error={refusal ?? undefined}
          onChange={(event) => setNewName(event.currentTarget.value)}
          onBlur={leave}
        />
        <ActionIcon
          aria-label={t('variables.remove', { name })}
          title={
            users.length > 0
              ? t('variables.used', { nodes: users.join(', ') })
              : t('variables.remove', { name })
          }
          disabled={users.length > 0}
          onClick={() => composer.edit((before) => removeVariable(before, name))}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      <Select
        label={t('variables.type')}
        allowDeselect={false}
        data={VARIABLE_TYPES.includes(type) ? [...VARIABLE_TYPES] : [...VARIABLE_TYPES, type]}
        value={type}
        onChange={(value) => value && change({ type: value }, 'type')}
      />
      <TextInput
        label={t('variables.value')}
        value={text}
        error={readValue(type, text) === undefined ? t('variables.wrongValue', { type }) : undefined}
        onChange={(event) => {
          const now = event.currentTarget.value;
          setTyped(now);
          const value = readValue(type, now);
          if (value !== undefined) change({ value }, 'value');
        }}
        onBlur={() => {
          if (readValue(type, text) !== undefined) setTyped(null);
          composer.endStep();
        }}
      />
      <TextInput
        label={t('variables.description')}
        value={variable.description ?? ''}
        onChange={(event) => change({ description: event.currentTarget.value }, 'description')}
        onBlur={() => composer.endStep()}
      />
      {users.length > 0 ? <small>{t('variables.used', { nodes: users.join(', ') })}</small> : null}
    </section>
  );
}
