/** The words of what the window does not show itself: menu, dialogs, About box. */
import { join } from 'node:path';
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import { readJson } from './json-file.ts';

const texts = <K extends string>(...keys: readonly K[]) =>
  z.object(Object.fromEntries(keys.map((key) => [key, z.string()])) as Record<K, z.ZodString>);

const messagesSchema = z.object({
  menu: texts(
    'file',
    'openWorkspace',
    'closeWorkspace',
    'edit',
    'undo',
    'redo',
    'view',
    'commands',
    'home',
    'data',
    'folders',
    'tasks',
    'pipelines',
    'settings',
    'help',
    'helpPages',
    'showLog',
    'restartEngine',
  ),
  dialogs: texts('openWorkspace', 'media', 'allFiles', 'backups', 'packs'),
  unsaved: texts('title', 'detail', 'pending', 'stay', 'leave'),
  about: texts('runtime', 'developmentRuntime'),
});
export type Messages = z.infer<typeof messagesSchema>;

/**
 * The messages in the person's language, else in English.
 * @param locale as the system names it, e.g. "de-AT"
 */
export function loadMessages(folder: string, locale: string): Messages {
  const languages = [locale, locale.split('-')[0] ?? 'en', 'en'];
  for (const language of languages) {
    const parsed = messagesSchema.safeParse(readJson(join(folder, language, 'shell.json')));
    if (parsed.success) return parsed.data;
  }
  throw new SluiceError('io', `The message file ${join(folder, 'en', 'shell.json')} is missing or damaged.`);
}
