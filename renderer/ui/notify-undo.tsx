import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';

/** Milliseconds in which it can be taken back from here. */
const SHOWN_MS = 10_000;

let shown = 0;

/** Something is done that can be taken back. */
export function notifyUndo(message: string, undo: string, onUndo: () => Promise<void>): void {
  shown += 1;
  const id = `undo ${shown}`;
  notifications.show({
    id,
    color: 'teal',
    autoClose: SHOWN_MS,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button
          variant="light"
          onClick={() => {
            notifications.hide(id);
            void onUndo();
          }}
        >
          {undo}
        </Button>
      </Group>
    ),
  });
}
