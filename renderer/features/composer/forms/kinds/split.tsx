import { useTranslation } from 'react-i18next';
import { customPath } from '#core/pipeline/edit/node-settings.ts';
import { GroupsField } from '../fields/groups-field.tsx';
import { More } from '../fields/more.tsx';
import { SwitchField } from '../fields/switch-field.tsx';
import { TextField } from '../fields/text-field.tsx';

/** Data split: groups with their shares, and how items are drawn. */
export function SplitForm() {
  const { t } = useTranslation('forms');
  return (
    <>
      <SwitchField name="distributeEqually" path={customPath('distributeEqually')} />
      <GroupsField />
      <SwitchField name="exact" path={customPath('exact')} />
      <More of={[customPath('seed'), customPath('itemMetadata')]}>
        <TextField name="seed" path={customPath('seed')} usual={t('usual.seed')} />
        <SwitchField name="itemMetadata" path={customPath('itemMetadata')} />
      </More>
    </>
  );
}
