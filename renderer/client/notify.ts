import { notifications } from '@mantine/notifications';
import { toWireError } from '#core/errors.ts';
import { causeOf } from '#core/pipeline/causes.ts';

/** How long an error stays on the screen, in milliseconds: its message names the remedy and takes time to read. */
const ERROR_SHOWN_MS = 12_000;

/** Shows an error's message in a corner of the window; of several with one cause, the first one at a time. */
export function notifyError(error: unknown): void {
  const { code, message } = toWireError(error);
  notifications.show({
    id: `${code}: ${causeOf(message)}`,
    color: 'red',
    message,
    autoClose: ERROR_SHOWN_MS,
    role: 'alert',
  });
}
