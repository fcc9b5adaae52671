/** Functions that bring items out of the workspace. */
import { useTranslation } from 'react-i18next';
import { customPath } from '#core/pipeline/edit/node-settings.ts';
import { ChoiceField } from '../fields/choice-field.tsx';
import { More } from '../fields/more.tsx';
import { NumberField } from '../fields/number-field.tsx';
import { PairsField } from '../fields/pairs-field.tsx';
import { SwitchField } from '../fields/switch-field.tsx';
import { TextField } from '../fields/text-field.tsx';

/** Export: into which folder, with or without pictures. */
export function ExportForm() {
  return (
    <>
      <TextField name="exportFolder" path={customPath('folder')} />
      <SwitchField name="pictures" path={customPath('pictures')} />
    </>
  );
}

const MORE = ['headers', 'body', 'timeoutSeconds', 'maxAttempts'].map((key) => customPath(key));

/** Webhook: the request. */
export function WebhookForm() {
  const { t } = useTranslation('forms');
  return (
    <>
      <TextField name="url" path={customPath('url')} usual="https://example.com/frames" />
      <ChoiceField
        name="method"
        path={customPath('method')}
        choices={['POST', 'PUT', 'PATCH', 'GET', 'DELETE']}
        usual="POST"
      />
      <More of={MORE}>
        <PairsField name="headers" path={customPath('headers')} text />
        <TextField name="body" path={customPath('body')} usual={t('usual.body')} lines={3} />
        <NumberField
          name="webhookTimeout"
          path={customPath('timeoutSeconds')}
          usual={t('usual.timeout')}
          min={1}
          max={600}
          suffix=" s"
        />
        <NumberField name="maxAttempts" path={customPath('maxAttempts')} min={1} max={100} />
      </More>
    </>
  );
}
