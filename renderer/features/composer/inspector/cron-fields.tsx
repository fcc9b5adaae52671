import { Autocomplete, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { CallInput } from '#contract/index.ts';
import type { CronTrigger } from '#core/pipeline/triggers.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { useComposer } from '../state/context.tsx';
import { CronEnd } from './cron-end.tsx';
import { CRON_PRESETS, cronWords } from './cron-words.ts';

/** Milliseconds without a change until the next times are asked for. */
const SETTLED = 300;

/** When a timed trigger fires, with the times that come next. */
export function CronFields(props: {
  readonly trigger: CronTrigger;
  readonly onChange: (part: Readonly<Record<string, unknown>>) => void;
}) {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const { cron, startAt, endAt } = props.trigger;
  const [asked] = useDebouncedValue(JSON.stringify({ cron, startAt, endAt }), SETTLED);
  const next = useCall('triggers.times', JSON.parse(asked) as CallInput<'triggers.times'>, {
    keepPrevious: true,
  });
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
        value={cron}
        error={next.error?.message}
        onChange={(changed) => props.onChange({ cron: changed })}
        onBlur={() => composer.endStep()}
      />
      <Text size="sm" role="status">
        {say(cron)}
      </Text>
      {next.data ? (
        <Text size="xs" c="dimmed">
          {next.data.times.length === 0
            ? t('trigger.noNext')
            : t('trigger.next', {
                times: next.data.times.map((time) => new Date(time).toLocaleString()).join('; '),
              })}
        </Text>
      ) : null}
      <CronEnd end="startAt" value={startAt} onChange={props.onChange} />
      <CronEnd end="endAt" value={endAt} onChange={props.onChange} />
    </>
  );
}
