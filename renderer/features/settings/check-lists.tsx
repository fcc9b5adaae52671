import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  RepairReport,
  RepairStep,
  WorkspaceFinding,
  WorkspaceReport,
} from '#contract/workspace-check.ts';
import { StateDot, type WorkTone } from '#renderer/ui/state-dot.tsx';
import classes from './settings.module.css';

const TONES = {
  error: 'failed',
  warning: 'waiting',
  note: 'queued',
  mended: 'done',
  flagged: 'waiting',
  left: 'failed',
} as const satisfies Record<WorkspaceFinding['severity'] | RepairStep['outcome'], WorkTone>;

function Row(props: {
  readonly sign: keyof typeof TONES;
  readonly where: string;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation('settings');
  return (
    <li className={classes.finding}>
      <Group gap={6} wrap="nowrap" className={classes.sign}>
        <StateDot tone={TONES[props.sign]} />
        {t(`repair.${props.sign}`)}
      </Group>
      <div data-selectable>
        {props.children}
        <div className={classes.where}>{props.where}</div>
      </div>
    </li>
  );
}

/** What a check has found, worst first, with the remedy of each. */
export function FoundList(props: { readonly report: WorkspaceReport }) {
  const { t } = useTranslation('settings');
  const { totals, findings, checks } = props.report;
  const count = checks.reduce((sum, { looked }) => sum + looked, 0);
  const all = totals.error + totals.warning + totals.note;
  if (all === 0) return <Text role="status">{t('repair.sound', { count })}</Text>;
  const order = ['error', 'warning', 'note'] as const;
  const counts = [
    t('repair.errors', { count: totals.error }),
    t('repair.warnings', { count: totals.warning }),
    t('repair.notes', { count: totals.note }),
  ];
  return (
    <div role="status">
      <Text fw={600}>{counts.join(' · ')}</Text>
      <ul className={classes.findings}>
        {findings
          .toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
          .map((one) => (
            <Row key={`${one.check} ${one.where} ${one.what}`} sign={one.severity} where={one.where}>
              {one.what} <span className={classes.dim}>{one.remedy}</span>
            </Row>
          ))}
      </ul>
      {all > findings.length ? (
        <Text size="sm" c="dimmed">
          {t('repair.more', { count: all - findings.length })}
        </Text>
      ) : null}
    </div>
  );
}

/** What a repair has done. */
export function RepairedList(props: { readonly report: RepairReport }) {
  const { t } = useTranslation('settings');
  const { totals, steps, databaseCopy } = props.report;
  return (
    <div role="status">
      <Text fw={600}>{steps.length === 0 ? t('repair.nothing') : t('repair.result', totals)}</Text>
      <ul className={classes.findings}>
        {steps.map((one, at) => (
          // Items that share a file are told with the same words.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <Row key={at} sign={one.outcome} where={one.where}>
            {one.what}
          </Row>
        ))}
      </ul>
      {databaseCopy === null ? null : (
        <Text size="xs" c="dimmed" data-selectable style={{ overflowWrap: 'anywhere' }}>
          {t('repair.copy', { path: databaseCopy })}
        </Text>
      )}
    </div>
  );
}
