import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Issue } from '#core/model/issue.ts';
import { Banner } from '#renderer/features/studio/index.ts';
import type { ChangesSince } from './changes.ts';

/** On an item that came back: what the reviewer had said, and what was done about it. */
export function ReturnedBanner(props: {
  readonly issues: readonly Issue[];
  readonly changes: ChangesSince;
  readonly onShow: (issue: Issue) => void;
}) {
  const { t } = useTranslation('review');
  const { added, changed, steps } = props.changes;
  const fixed = props.issues.filter(({ status }) => status === 'review');
  const [first] = fixed;
  if (!first) return null;
  const facts = [
    ...(added > 0 ? [t('returned.added', { count: added })] : []),
    ...(changed > 0 ? [t('returned.changed', { count: changed })] : []),
    ...(steps.length > 0 ? [t('returned.steps', { count: steps.length })] : []),
  ];
  return (
    <Banner
      tone="rework"
      icon={IconRefresh}
      actions={
        <Button size="compact-sm" variant="default" onClick={() => props.onShow(first)}>
          {t('returned.show')}
        </Button>
      }
    >
      <strong>{t('returned.title')}</strong>
      {t('returned.said', { text: fixed.map(({ text }) => text || t('returned.noText')).join(' · ') })}{' '}
      {facts.length > 0 ? t('returned.since', { facts: facts.join(', ') }) : t('returned.nothing')}
    </Banner>
  );
}
