/** Short messages at the edge of the window. */
import { notifications } from '@mantine/notifications';

/** Something the person asked for is done. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: 'teal', autoClose: 4000 });
}

/** Something to know that is not an error. */
export function notifyInfo(title: string, message: string): void {
  notifications.show({ title, message, color: 'water', autoClose: 7000 });
}
