import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A question with what it means above its buttons. Enter says yes, Escape no. */
export function Ask(props: {
  readonly title: string;
  readonly yes: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly pending: boolean;
  readonly size?: string;
  readonly onYes: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation('pipelines');
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!props.disabled) props.onYes();
  }
  return (
    <Modal opened onClose={props.onClose} title={props.title} size={props.size ?? 'md'}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {props.children}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('cancel')}
            </Button>
            <Button
              type="submit"
              data-autofocus
              loading={props.pending}
              disabled={props.disabled ?? false}
              {...(props.danger ? { color: 'red' } : {})}
            >
              {props.yes}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
