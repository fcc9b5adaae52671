import { Badge, Button, Group, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconRosetteDiscountCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Item } from '#core/model/item.ts';
import { useMutate } from '#renderer/client/hooks.ts';

/** Whether a video's frames are those of its index, and a way to look. */
export function FrameCheck(props: { readonly item: Item }) {
  const { item } = props;
  const { t } = useTranslation('datasets');
  const verify = useMutate('items.verify');
  if (!item.video) return null;
  const { check } = item.video;
  const told = check && {
    count: check.checked,
    faults: check.faults.length,
    first: check.faults[0]?.index ?? 0,
    tool: check.toolVersion,
  };
  const isExact = check !== null && check.faults.length === 0;
  return (
    <Group gap="xs">
      {told ? (
        <Tooltip
          label={t(isExact ? 'check.exactText' : 'check.differsText', told)}
          multiline
          maw={280}
          withArrow
        >
          <Badge
            color={isExact ? 'teal' : 'red'}
            leftSection={isExact ? <IconRosetteDiscountCheck size={14} /> : <IconAlertTriangle size={14} />}
          >
            {t(isExact ? 'check.exact' : 'check.differs')}
          </Badge>
        </Tooltip>
      ) : null}
      <Button
        size="compact-xs"
        variant="default"
        loading={verify.isPending}
        onClick={() => verify.mutate({ itemId: item.id })}
      >
        {t(told ? 'check.again' : 'check.verify')}
      </Button>
    </Group>
  );
}
