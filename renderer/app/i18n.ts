/** Messages: one file per feature and language under resources/i18n, one i18next namespace each. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { formatCount, formatDecimal, setFormatLocale } from '#renderer/ui/format.ts';

const FILES = import.meta.glob<Record<string, unknown>>('../../resources/i18n/*/*.json', {
  eager: true,
  import: 'default',
});

type Resources = Record<string, Record<string, Record<string, unknown>>>;

/** Messages by language and namespace, from files by path ".../LANGUAGE/NAMESPACE.json". */
export function resourcesFrom(files: Readonly<Record<string, Record<string, unknown>>>): Resources {
  const resources: Resources = {};
  for (const [path, messages] of Object.entries(files)) {
    const match = /([^/]+)\/([^/]+)\.json$/.exec(path);
    const [language, namespace] = [match?.[1], match?.[2]];
    if (!language || !namespace) continue;
    const spaces = resources[language] ?? {};
    resources[language] = { ...spaces, [namespace]: messages };
  }
  return resources;
}

/**
 * Makes the messages ready.
 * @param locale BCP 47 tag of the person's system: its language if we have it, else English; numbers follow it.
 */
export async function startMessages(locale: string): Promise<void> {
  setFormatLocale(locale);
  await i18next.use(initReactI18next).init({
    resources: resourcesFrom(FILES),
    lng: locale,
    fallbackLng: 'en',
    // React escapes by itself.
    interpolation: { escapeValue: false },
  });
  // `{{count, number}}` in a message then looks like every other number on the screen.
  i18next.services.formatter?.add('number', (value: unknown) => formatCount(Number(value)));
  i18next.services.formatter?.add('decimal', (value: unknown) => formatDecimal(Number(value)));
}
