/** Nodes that hold items or values together: merge, wait, update variable. */
import { NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { customPath } from '#core/pipeline/edit/node-settings.ts';
import { variablesOf } from '#core/pipeline/variables.ts';
import { presentOf } from '../../state/composer.ts';
import { useComposed } from '../../state/context.tsx';
import { MOST_INPUTS, withInputs, withVariable } from '../fields/ports.ts';
import { SwitchField } from '../fields/switch-field.tsx';
import { useWords } from '../fields/words.ts';
import { useSettings } from '../settings.tsx';

/** Merge: how many inputs it has. */
export function MergeForm() {
  const settings = useSettings();
  return (
    <NumberInput
      {...useWords('inputs')}
      value={settings.node.inputs.length}
      min={2}
      max={MOST_INPUTS}
      clampBehavior="strict"
      allowDecimal={false}
      onChange={(next) => {
        if (next !== '') settings.change((node) => withInputs(node, Number(next)), 'inputs');
      }}
      onBlur={settings.endStep}
    />
  );
}

export function WaitForm() {
  return <SwitchField name="returnParent" path={customPath('returnParent')} />;
}

/** Update variable: which one. */
export function UpdateVariableForm() {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const graph = useComposed(presentOf);
  const variables = variablesOf(graph);
  const chosen = settings.node.inputs[0]?.name ?? null;
  const known = variables.some((variable) => variable.name === chosen);
  return (
    <Select
      {...useWords('variable')}
      value={known ? chosen : null}
      placeholder={t('choose')}
      disabled={variables.length === 0}
      error={variables.length === 0 ? t('variable.none') : known ? undefined : t('variable.choose')}
      data={variables.map(({ name, type }) => ({ value: name, label: t('variable.line', { name, type }) }))}
      onChange={(name) => {
        const variable = variables.find((one) => one.name === name);
        if (variable) settings.change((node) => withVariable(node, variable));
        settings.endStep();
      }}
    />
  );
}
