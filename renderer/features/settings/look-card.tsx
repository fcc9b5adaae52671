import { Group, SegmentedControl, Text, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/card.tsx';
import classes from './settings.module.css';

const SCHEMES = ['auto', 'light', 'dark'] as const;

/** Light or dark; by default as the system is. */
export function LookCard() {
  const { t } = useTranslation('settings');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Card title={t('look.title')}>
      <div className={classes.body}>
        <Group justify="space-between">
          <Text size="sm" c="dimmed" maw={420}>
            {t('look.text')}
          </Text>
          <SegmentedControl
            aria-label={t('look.title')}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as (typeof SCHEMES)[number])}
            data={SCHEMES.map((scheme) => ({ value: scheme, label: t(`look.${scheme}`) }))}
          />
        </Group>
      </div>
    </Card>
  );
}
