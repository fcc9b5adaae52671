import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Editor } from '#renderer/editor/editor.ts';
import { formatCount } from '#renderer/ui/format.ts';

/** Frames that are offered to begin with. */
const USUAL = 10;

/** Up to which frame the selected objects stay as they are now. */
export function PropagateDialog(props: {
  readonly editor: Editor;
  readonly frame: number;
  readonly count: number;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('tracks');
  const { editor, frame, count } = props;
  const [to, setTo] = useState<number | string>(Math.min(frame + USUAL, count - 1));
  const wanted = typeof to === 'number' && to !== frame ? to : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (wanted === null) return;
    editor.tracks.propagate(wanted);
    props.onClose();
  }

  return (
    <Modal opened onClose={props.onClose} title={t('propagate.title')} size="sm">
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm">{t('propagate.text', { frame: formatCount(frame) })}</Text>
          <NumberInput
            label={t('propagate.to')}
            description={t('propagate.range', { last: formatCount(count - 1) })}
            value={to}
            min={0}
            max={count - 1}
            clampBehavior="strict"
            allowDecimal={false}
            data-autofocus
            onChange={setTo}
          />
          <Group gap="xs">
            <Button variant="default" size="xs" onClick={() => setTo(0)}>
              {t('propagate.first')}
            </Button>
            <Button variant="default" size="xs" onClick={() => setTo(count - 1)}>
              {t('propagate.last')}
            </Button>
          </Group>
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" disabled={wanted === null}>
              {t('propagate.yes')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
