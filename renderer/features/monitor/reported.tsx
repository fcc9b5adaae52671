import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExecutionReport } from '#core/model/cycle.ts';
import { formatShare } from '#renderer/ui/format.ts';
import classes from './panel.module.css';

/** How far an execution has come, as it was told: in percent, in words, or both. */
export function Reported(props: { readonly report: ExecutionReport }) {
  const { t } = useTranslation('monitor');
  const { percent, message } = props.report;
  return (
    <div className={classes.reported}>
      {percent === null ? null : (
        <>
          <Progress value={percent} size="sm" flex={1} aria-label={t('execution.progress')} />
          <Text size="xs">{formatShare(percent / 100)}</Text>
        </>
      )}
      {message ? (
        <Text size="xs" c="dimmed" data-selectable>
          {message}
        </Text>
      ) : null}
    </div>
  );
}
