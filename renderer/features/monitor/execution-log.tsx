import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExecutionState } from '#core/model/cycle.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { formatDateTime } from '#renderer/ui/format.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import classes from './panel.module.css';

const WENT_WRONG: readonly ExecutionState[] = ['failed', 'dead'];

/** Every attempt of an execution and what it said, the first one first. */
export function ExecutionLog(props: { readonly executionId: string }) {
  const { t } = useTranslation('monitor');
  const attempts = useCall('executions.attempts', { executionId: props.executionId });
  return (
    <QueryGate query={attempts}>
      {(tries) => (
        <ol className={classes.log} aria-label={t('execution.log')}>
          {tries.map((one, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: attempts are only ever added at the end.
            <li key={index}>
              <Text size="xs" c="dimmed">
                {t('execution.nth', { number: index + 1 })} · {t(`state.${one.state}`)} ·{' '}
                {formatDateTime(one.at)}
              </Text>
              {one.message ? (
                <pre className={WENT_WRONG.includes(one.state) ? classes.error : undefined} data-selectable>
                  {one.message}
                </pre>
              ) : null}
            </li>
          ))}
        </ol>
      )}
    </QueryGate>
  );
}
