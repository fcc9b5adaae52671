import { useTranslation } from 'react-i18next';
import type { SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { variablesOf } from '#core/pipeline/variables.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { presentOf } from '../../state/composer.ts';
import { useComposed } from '../../state/context.tsx';
import { More } from '../fields/more.tsx';
import { NumberField } from '../fields/number-field.tsx';
import { PairsField } from '../fields/pairs-field.tsx';
import { Picker } from '../fields/picker.tsx';
import { useSettings } from '../settings.tsx';

const MODEL: SettingPath = ['metadata', 'modelId'];
const NAME: SettingPath = ['metadata', 'modelName'];
const VARIABLE: SettingPath = ['metadata', 'variableModel'];
const config = (key: string): SettingPath => ['metadata', 'modelConfig', key];
const MARK = '$';

/** Model: which one, how sure it must be, and what its labels are called here. */
export function ModelForm() {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const models = useCall('models.list', {});
  const graph = useComposed(presentOf);
  const [id, name, variable] = [MODEL, NAME, VARIABLE].map((path) => {
    const value = settings.read(path);
    return typeof value === 'string' && value !== '' ? value : null;
  });
  const byName = models.data?.find((one) => one.title === name)?.id ?? name;
  const value = variable ? MARK + variable : (id ?? byName ?? null);
  const usual = models.data?.find((one) => one.id === value)?.confidence;
  return (
    <>
      <Picker
        name="model"
        value={value}
        choices={(models.data ?? []).map((one) => ({ id: one.id, name: one.title }))}
        more={{
          title: t('variables'),
          choices: variablesOf(graph).map((one) => ({ id: MARK + one.name, name: one.name })),
        }}
        loading={models.isPending}
        error={settings.error(MODEL)}
        onChange={(chosen) => {
          const named = chosen?.startsWith(MARK) ? chosen.slice(MARK.length) : undefined;
          settings.writeAll([
            [MODEL, named === undefined ? (chosen ?? undefined) : undefined],
            [NAME, undefined],
            [VARIABLE, named],
          ]);
        }}
      />
      <NumberField
        name="confidence"
        path={config('confidence')}
        {...(usual === undefined ? {} : { usual })}
        min={0}
        max={1}
        step={0.05}
      />
      <More of={[config('labels'), config('maxAnnotations')]}>
        <PairsField name="modelLabels" path={config('labels')} text />
        <NumberField name="maxAnnotations" path={config('maxAnnotations')} min={1} />
      </More>
    </>
  );
}
