import { Button, Group, TextInput } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutate } from '#renderer/client/hooks.ts';

/** A folder on this computer: typed, or chosen in the system's dialog. */
export function FolderField(props: {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly onChange: (path: string) => void;
  readonly error?: ReactNode;
  readonly autoFocus?: boolean;
}) {
  const { t } = useTranslation('ui');
  const ask = useMutate('dialogs.chooseFolder');

  async function choose() {
    const answer = await ask
      .mutateAsync({ title: props.label, defaultPath: props.value || null })
      .catch(() => null);
    if (answer?.path) props.onChange(answer.path);
  }

  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <TextInput
        flex={1}
        label={props.label}
        description={props.description}
        error={props.error}
        value={props.value}
        spellCheck={false}
        data-autofocus={props.autoFocus ? true : undefined}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
      <Button
        variant="default"
        h={30}
        leftSection={<IconFolderOpen size={15} aria-hidden />}
        onClick={() => void choose()}
      >
        {t('folder.choose')}
      </Button>
    </Group>
  );
}
