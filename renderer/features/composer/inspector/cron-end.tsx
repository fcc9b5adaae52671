import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { toLocalMinute } from '#renderer/ui/local-minute.ts';
import { useComposer } from '../state/context.tsx';

/** From when, or until when, a timed trigger fires: typed in this computer's time, stored in UTC; empty: no such end. */
export function CronEnd(props: {
  readonly end: 'startAt' | 'endAt';
  readonly value: string | number | null;
  readonly onChange: (part: Readonly<Record<string, unknown>>) => void;
}) {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const { end, value } = props;
  const time = value === null ? Number.NaN : new Date(value).getTime();
  const unread = value !== null && Number.isNaN(time);
  return (
    <TextInput
      type="datetime-local"
      label={t(`trigger.${end}`)}
      error={unread ? t('trigger.noTime', { value }) : undefined}
      value={Number.isNaN(time) ? '' : toLocalMinute(time)}
      onChange={(event) => {
        const typed = Date.parse(event.currentTarget.value);
        props.onChange({ [end]: Number.isNaN(typed) ? undefined : new Date(typed).toISOString() });
      }}
      onBlur={() => composer.endStep()}
    />
  );
}
