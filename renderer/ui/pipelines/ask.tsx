import { Button, Group, Modal, Stack } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
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
  const yes = useRef<HTMLButtonElement>(null);
  const disabled = props.disabled ?? false;
  useEffect(() => {
    const focus = document.activeElement;
    // Asked for before it could be pressed: the focus comes to it as soon as it can, unless the person has it elsewhere.
    if (!disabled && !focus?.closest('form')) yes.current?.focus();
  }, [disabled]);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!disabled) props.onYes();
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
              ref={yes}
              data-autofocus
              loading={props.pending}
              disabled={disabled}
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
