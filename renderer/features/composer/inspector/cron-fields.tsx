import { Autocomplete, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useCall } from '#renderer/client/hooks.ts';
import { useComposer } from '../state/context.tsx';
import { CRON_PRESETS, cronWords } from './cron-words.ts';

/** Milliseconds without a change until the next times are asked for. */
const SETTLED = 300;

/** When a timed trigger fires, with the times that come next. */
export function CronFields(props: { readonly cron: string; readonly onChange: (cron: string) => void }) {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const [asked] = useDebouncedValue(props.cron, SETTLED);
  const next = useCall('triggers.times', { cron: asked });
  const say = (cron: string) => {
    const words = cronWords(cron);
    return words ? t(`trigger.cron.${words.key}`, { ...words.values }) : null;
  };
  return (
    <>
      <Autocomplete
        label={t('trigger.times')}
        description={t('trigger.timesText')}
        data={[...CRON_PRESETS]}
        filter={({ options }) => options}
        renderOption={({ option }) => `${option.value} – ${say(option.value) ?? ''}`}
        value={props.cron}
        error={next.error?.message}
        onChange={props.onChange}
        onBlur={() => composer.endStep()}
      />
      <Text size="sm" role="status">
        {say(props.cron)}
      </Text>
      {next.data ? (
        <Text size="xs" c="dimmed">
          {t('trigger.next', {
            times: next.data.times.map((time) => new Date(time).toLocaleString()).join('; '),
          })}
        </Text>
      ) : null}
    </>
  );
}
