/** Functions about what is known of items, and the checks of items. */
import { Input, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { customPath } from '#core/pipeline/edit/node-settings.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { useComposedProject } from '../../state/context.tsx';
import { DatasetField } from '../fields/dataset-field.tsx';
import { DatasetFolderField } from '../fields/folder-field.tsx';
import { More } from '../fields/more.tsx';
import { NumberField } from '../fields/number-field.tsx';
import { PairsField } from '../fields/pairs-field.tsx';
import { Rows } from '../fields/rows.tsx';
import { SwitchField } from '../fields/switch-field.tsx';
import { TextField } from '../fields/text-field.tsx';
import { TextsField } from '../fields/texts-field.tsx';
import { rowsOf, withValue } from '../fields/values.ts';
import classes from '../forms.module.css';
import { useSettings } from '../settings.tsx';

/** Set item: status, tags, metadata, folder. */
export function ItemSetForm() {
  const { t } = useTranslation('forms');
  return (
    <>
      <TextField name="status" path={customPath('status')} usual={t('usual.unchanged')} />
      <TextsField name="tagsAdd" path={customPath('tags', 'add')} />
      <TextsField name="tagsRemove" path={customPath('tags', 'remove')} />
      <DatasetFolderField name="folder" path={customPath('folder')} usual={t('usual.unchanged')} />
      <PairsField name="metadata" path={customPath('metadata')} />
    </>
  );
}

/** Check picture quality: blur, light, and pictures that were seen before. */
export function QualityCheckForm() {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const duplicates = customPath('duplicates');
  return (
    <>
      <NumberField
        name="minSharpness"
        path={customPath('minSharpness')}
        usual={t('usual.unchecked')}
        min={0}
        step={10}
      />
      <div className={classes.pair}>
        <NumberField name="minBrightness" path={customPath('minBrightness')} min={0} max={255} step={5} />
        <NumberField name="maxBrightness" path={customPath('maxBrightness')} min={0} max={255} step={5} />
      </div>
      <SwitchField name="duplicates" path={duplicates} on={{ maxDistance: 4 }} />
      {settings.read(duplicates) == null ? null : (
        <>
          <NumberField name="maxDistance" path={[...duplicates, 'maxDistance']} min={0} max={64} />
          <DatasetField
            name="compareDataset"
            path={[...duplicates, 'datasetId']}
            usual={t('usual.ownDataset')}
          />
        </>
      )}
    </>
  );
}

const MORE_RULES = [
  'minAreaPixels',
  'maxAreaPixels',
  'minAreaShare',
  'maxAreaShare',
  'maxOverlap',
  'requiredAttributes',
].map((key) => customPath(key));

/** Labels of all recipes of the project. */
function useLabels(): readonly string[] {
  const projectId = useComposedProject();
  const recipes = useCall('recipes.list', { projectId });
  return [...new Set((recipes.data ?? []).flatMap((recipe) => recipe.labels.map((label) => label.name)))];
}

function AttributeRules() {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const path = customPath('requiredAttributes');
  const rows = rowsOf(settings.read(path));
  const write = (next: readonly unknown[]) => settings.write(path, next.length > 0 ? next : undefined);
  const put = (at: number, key: string, text: string) =>
    write(rows.map((row, place) => (place === at ? withValue(row, key, text || undefined) : row)));
  const shown = (value: unknown) => (typeof value === 'string' ? value : '');
  return (
    <Rows
      name="requiredAttributes"
      rows={rows}
      onAdd={() => write([...rows, { key: '' }])}
      onRemove={(at) => write(rows.filter((_, place) => place !== at))}
    >
      {(row, at) => (
        <>
          <TextInput
            aria-label={t('attribute.label', { number: at + 1 })}
            placeholder={t('attribute.labelEmpty')}
            value={shown(row['label'])}
            onChange={(event) => put(at, 'label', event.currentTarget.value)}
            onBlur={settings.endStep}
          />
          <TextInput
            aria-label={t('attribute.key', { number: at + 1 })}
            placeholder={t('attribute.keyEmpty')}
            value={shown(row['key'])}
            error={settings.error([...path, at])}
            onChange={(event) => put(at, 'key', event.currentTarget.value)}
            onBlur={settings.endStep}
          />
        </>
      )}
    </Rows>
  );
}

/** Check annotations: the rules that must be kept. */
export function AnnotationsRuleForm() {
  const labels = useLabels();
  return (
    <>
      <div className={classes.pair}>
        <NumberField name="minCount" path={customPath('minCount')} min={0} />
        <NumberField name="maxCount" path={customPath('maxCount')} min={0} />
      </div>
      <TextsField name="requiredLabels" path={customPath('requiredLabels')} offered={labels} />
      <TextsField name="forbiddenLabels" path={customPath('forbiddenLabels')} offered={labels} />
      <SwitchField name="insidePicture" path={customPath('insidePicture')} />
      <More of={MORE_RULES}>
        <div className={classes.pair}>
          <NumberField name="minAreaPixels" path={customPath('minAreaPixels')} min={0} step={100} />
          <NumberField name="maxAreaPixels" path={customPath('maxAreaPixels')} min={0} step={100} />
        </div>
        <div className={classes.pair}>
          <NumberField name="minAreaShare" path={customPath('minAreaShare')} min={0} max={1} step={0.01} />
          <NumberField name="maxAreaShare" path={customPath('maxAreaShare')} min={0} max={1} step={0.01} />
        </div>
        <NumberField name="maxOverlap" path={customPath('maxOverlap')} min={0} max={1} step={0.05} />
        <AttributeRules />
      </More>
    </>
  );
}

/** A kind that has nothing to set. */
export function NothingToSet() {
  const { t } = useTranslation('forms');
  return <Input.Description>{t('nothing')}</Input.Description>;
}
