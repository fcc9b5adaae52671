import { Group, SegmentedControl, Text, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/card.tsx';
import { CONTRASTS, type Contrast, setContrast, useContrast } from '#renderer/ui/contrast.ts';
import classes from './settings.module.css';

const SCHEMES = ['auto', 'light', 'dark'] as const;

/** Light or dark, and how much contrast; by default as the system is. */
export function LookCard() {
  const { t } = useTranslation('settings');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const contrast = useContrast((state) => state.contrast);
  return (
    <Card title={t('look.title')}>
      <div className={classes.body}>
        <Group justify="space-between">
          <Text size="sm">{t('look.scheme')}</Text>
          <SegmentedControl
            aria-label={t('look.scheme')}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as (typeof SCHEMES)[number])}
            data={SCHEMES.map((scheme) => ({ value: scheme, label: t(`look.${scheme}`) }))}
          />
        </Group>
        <Group justify="space-between" mt="sm">
          <div>
            <Text size="sm">{t('look.contrast')}</Text>
            <Text size="xs" c="dimmed" maw={420}>
              {t('look.contrastText')}
            </Text>
          </div>
          <SegmentedControl
            aria-label={t('look.contrast')}
            value={contrast}
            onChange={(value) => setContrast(value as Contrast)}
            data={CONTRASTS.map((one) => ({ value: one, label: t(`look.${one}`) }))}
          />
        </Group>
      </div>
    </Card>
  );
}
