import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Command } from '#renderer/ui/commands/command.ts';
import { useKeyStore } from '#renderer/ui/commands/key-choice.ts';
import { isMac } from '#renderer/ui/commands/key-listener.ts';
import { pressedKey } from '#renderer/ui/commands/keys.ts';
import { commandRegistry } from '#renderer/ui/commands/use-commands.ts';
import { KeyCaps } from '#renderer/ui/key-caps.tsx';
import classes from './keys.module.css';

/** Milliseconds that a key is shown; one to learn stays longer. */
const SHOWN = { pressed: 1200, clicked: 3500 } as const;

type Lesson = { readonly how: keyof typeof SHOWN; readonly key: string; readonly title: string | null };

/** What people type into fields is nobody's business. */
const FIELD = 'input, textarea, select, [contenteditable=true]';

const byId = (id: string | undefined): Command | undefined =>
  commandRegistry.list().find((command) => command.id === id);

/** The lesson in a press: the key, and what it is for. */
function pressed(event: KeyboardEvent): Lesson | null {
  if (event.target instanceof Element && event.target.matches(FIELD)) return null;
  const key = pressedKey(event, isMac());
  if (key === null) return null;
  const command = commandRegistry.find(event, { mac: isMac(), inField: false });
  return { how: 'pressed', key, title: command?.title ?? null };
}

/** The lesson in a click: the key that would have done the same. */
function clicked(event: MouseEvent): Lesson | null {
  // A button that is pressed by keys clicks as well, at no place.
  if (!(event.target instanceof Element) || event.detail === 0) return null;
  const command = byId(event.target.closest<HTMLElement>('[data-command]')?.dataset['command']);
  const [key] = command?.keys ?? [];
  return command && key ? { how: 'clicked', key, title: command.title } : null;
}

function Lessons() {
  const { t } = useTranslation('app');
  const [lesson, setLesson] = useState<Lesson | null>(null);

  useEffect(() => {
    const ends = new AbortController();
    const options = { signal: ends.signal, capture: true };
    window.addEventListener('keydown', (event) => setLesson((now) => pressed(event) ?? now), options);
    window.addEventListener('click', (event) => setLesson((now) => clicked(event) ?? now), options);
    return () => ends.abort();
  }, []);

  useEffect(() => {
    if (!lesson) return;
    const timer = setTimeout(() => setLesson(null), SHOWN[lesson.how]);
    return () => clearTimeout(timer);
  }, [lesson]);

  if (!lesson) return null;
  return (
    // Whoever hears the screen knows the keys that were pressed.
    <div className={classes.trainer} aria-hidden="true" data-testid="trainer">
      {lesson.how === 'clicked' ? <span>{t('keys.next')}</span> : null}
      <KeyCaps keys={lesson.key} />
      {lesson.title ? <span>{lesson.title}</span> : null}
    </div>
  );
}

/** Shows keys that are pressed, and those that a click could have been; off unless it is asked for. */
export function KeyTrainer() {
  return useKeyStore((state) => state.trainer) ? <Lessons /> : null;
}
