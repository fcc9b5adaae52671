import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useTrouble, work } from '../stage/work.ts';
import { Banner } from './banner.tsx';

/** Says why changes are not on disk, and lets the person decide about those that cannot get there. */
export function TroubleBanner() {
  const { t } = useTranslation('studio');
  const { error, permanent } = useTrouble();
  if (!error) return null;
  return (
    <Banner
      tone="failed"
      icon={IconAlertTriangle}
      actions={
        <>
          <Button size="compact-sm" variant="default" onClick={() => work.retry()}>
            {t('trouble.retry')}
          </Button>
          {permanent ? (
            <Button size="compact-sm" variant="subtle" color="red" onClick={() => work.abandon()}>
              {t('trouble.abandon')}
            </Button>
          ) : null}
        </>
      }
    >
      <strong>{t('trouble.title', { count: work.pending() })}</strong>
      {error.code === 'engine-restarted' || error.code === 'engine-unavailable'
        ? t('trouble.engine')
        : error.message}
    </Banner>
  );
}
