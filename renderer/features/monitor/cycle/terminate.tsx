import { Button, Group, Popover, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cycle } from '#core/model/cycle.ts';
import { useMutate } from '#renderer/client/hooks.ts';

/** Ends a cycle after a question: unlike most things it cannot be undone. */
export function Terminate(props: { readonly cycle: Cycle }) {
  const { t } = useTranslation('monitor');
  const [asking, setAsking] = useState(false);
  const terminate = useMutate('cycles.terminate');
  return (
    <Popover opened={asking} onChange={setAsking} position="bottom-end" width={290} shadow="md" trapFocus>
      <Popover.Target>
        <Button size="compact-sm" variant="default" onClick={() => setAsking(!asking)}>
          {t('cycle.terminate')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm">{t('cycle.terminateText', { name: props.cycle.itemName })}</Text>
        <Group justify="flex-end" mt="sm">
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('cycle.keep')}
          </Button>
          <Button
            color="red"
            loading={terminate.isPending}
            onClick={() =>
              terminate.mutate({ cycleId: props.cycle.id }, { onSettled: () => setAsking(false) })
            }
          >
            {t('cycle.terminate')}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
