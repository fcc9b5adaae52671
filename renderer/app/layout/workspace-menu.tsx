import { Button, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconFolderOpen, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '#core/model/workspace.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { useOpenWorkspace } from '#renderer/ui/open-workspace.ts';

/** The workspace's name; opens another one or closes it. */
export function WorkspaceMenu(props: { readonly workspace: Workspace }) {
  const { t } = useTranslation('app');
  const close = useMutate('workspaces.close');
  const { chooseAndOpen } = useOpenWorkspace();
  return (
    <Menu position="bottom-start" width={320}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="var(--sl-text)"
          rightSection={<IconChevronDown size={14} aria-hidden />}
          styles={{ section: { marginInlineStart: 4 } }}
        >
          {props.workspace.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('workspace.where')}</Menu.Label>
        <Text size="xs" px={12} pb={6} c="dimmed" data-selectable style={{ overflowWrap: 'anywhere' }}>
          {props.workspace.path}
        </Text>
        <Menu.Divider />
        <Menu.Item leftSection={<IconFolderOpen size={15} />} onClick={() => void chooseAndOpen()}>
          {t('workspace.open')}
        </Menu.Item>
        <Menu.Item leftSection={<IconX size={15} />} onClick={() => close.mutate({})}>
          {t('workspace.close')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
