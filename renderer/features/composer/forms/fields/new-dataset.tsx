import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutate } from '#renderer/client/hooks.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { useComposedProject } from '../../state/context.tsx';

/** Makes a dataset without leaving the composer. */
export function NewDataset(props: {
  readonly taken: readonly string[];
  readonly onMade: (datasetId: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('forms');
  const projectId = useComposedProject();
  const refresh = useRefresh();
  const create = useMutate('datasets.create');
  const [name, setName] = useState('');
  const again = props.taken.includes(name.trim());

  async function submit(event: FormEvent) {
    event.preventDefault();
    const made = await create.mutateAsync({ projectId, name }).catch(() => null);
    if (!made) return;
    await refresh('datasets.');
    props.onMade(made.id);
    props.onClose();
  }

  return (
    <Modal opened onClose={props.onClose} title={t('newDataset.title')}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <TextInput
            label={t('newDataset.name')}
            data-autofocus
            value={name}
            maxLength={200}
            error={again ? t('newDataset.again') : undefined}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
              {t('newDataset.make')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
