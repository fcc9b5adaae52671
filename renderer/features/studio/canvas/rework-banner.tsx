import { Button } from '@mantine/core';
import { IconMessageReport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Issue } from '#core/model/issue.ts';
import { Banner } from './banner.tsx';

/** What the reviewer wants to be fixed on an item that came back. */
export function ReworkBanner(props: {
  readonly issues: readonly Issue[];
  readonly onShow: (issue: Issue) => void;
}) {
  const { t } = useTranslation('studio');
  const open = props.issues.filter(({ status }) => status === 'issue');
  const [first] = open;
  if (!first) return null;
  return (
    <Banner
      tone="rework"
      icon={IconMessageReport}
      actions={
        <Button size="compact-sm" variant="default" onClick={() => props.onShow(first)}>
          {t('rework.show')}
        </Button>
      }
    >
      <strong>{t('rework.title', { person: first.creator, count: open.length })}</strong>
      {open.map(({ text }) => text || t('issue.noText')).join(' · ')}
    </Banner>
  );
}
