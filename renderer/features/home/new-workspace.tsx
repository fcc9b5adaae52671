import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '#renderer/client/hooks.ts';
import { FolderField } from '#renderer/ui/folder-field.tsx';
import { useOpenWorkspace } from '#renderer/ui/open-workspace.ts';

/** Asks for a name and a folder. The folder follows the name until the person chooses one. */
export function NewWorkspace(props: { readonly onClose: () => void }) {
  const { t } = useTranslation('home');
  const [name, setName] = useState(t('new.defaultName'));
  const [chosen, setChosen] = useState<string | null>(null);
  const [settled] = useDebouncedValue(name.trim(), 150);
  const suggested = useCall('workspaces.suggestPath', { name: settled }, { keepPrevious: true });
  const { open, busy } = useOpenWorkspace();
  const path = chosen ?? suggested.data?.path ?? '';

  function submit(event: FormEvent) {
    event.preventDefault();
    if (path !== '') void open(path);
  }

  return (
    <Modal opened onClose={props.onClose} title={t('new.title')} size="lg">
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t('new.name')}
            value={name}
            maxLength={100}
            data-autofocus
            disabled={chosen !== null}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <FolderField label={t('new.folder')} value={path} onChange={setChosen} />
          <Text size="xs" c="dimmed">
            {t('new.text')}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={busy} disabled={path === '' || name.trim() === ''}>
              {t('new.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
