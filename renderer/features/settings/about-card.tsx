import { Alert } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCall } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import classes from './settings.module.css';

/** Versions, for a person who reports a problem. */
export function AboutCard() {
  const { t } = useTranslation('settings');
  const info = useCall('app.info', {});
  const engine = useCall('diagnostics.ping', {});
  return (
    <Card title={t('about.title')}>
      <QueryGate query={info}>
        {(app) => {
          const lines: readonly (readonly [string, string])[] = [
            ['version', app.version],
            ['electron', app.electron],
            ['chromium', app.chromium],
            ['engineNode', engine.data?.engineNode ?? ''],
            ['sqlite', engine.data?.sqlite ?? ''],
            ['platform', app.platform],
            ['graphics', t(app.hardwareAcceleration ? 'about.hardware' : 'about.software')],
            ['licence', t('about.licenceText')],
          ];
          return (
            <div className={classes.body}>
              {app.developmentRuntime ? (
                <Alert icon={<IconInfoCircle size={18} />} color="yellow" title={t('about.development')}>
                  {t('about.developmentText')}
                </Alert>
              ) : null}
              <dl className={classes.facts} data-selectable>
                {lines.map(([key, value]) => (
                  <div key={key} style={{ display: 'contents' }}>
                    <dt>{t(`about.${key}`)}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            </div>
          );
        }}
      </QueryGate>
    </Card>
  );
}
