import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRefresh } from '#renderer/ui/use-refresh.ts';

/** What a remote did not take is sent again, or given up. */
export function AgainOrDrop(props: { readonly act: (how: 'again' | 'drop') => Promise<unknown> }) {
  const { t } = useTranslation('sync');
  const refresh = useRefresh();

  async function act(how: 'again' | 'drop') {
    await props.act(how).catch(() => null);
    await refresh('sync.');
  }

  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      <Button variant="default" onClick={() => void act('again')}>
        {t('parked.again')}
      </Button>
      <Button variant="subtle" onClick={() => void act('drop')}>
        {t('parked.drop')}
      </Button>
    </Group>
  );
}
