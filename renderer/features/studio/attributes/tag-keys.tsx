import { useTranslation } from 'react-i18next';
import type { Label } from '#core/model/recipe.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { setKeyMode } from './mode.ts';

const DIGITS = 9;

/** The keys of the tag mode, while it is on: digits tag the item, Escape ends it. */
export function TagKeys(props: {
  readonly labels: readonly Label[];
  readonly onToggle: (label: string) => void;
}) {
  const { t } = useTranslation('objects');
  const group = t('group');
  useCommands([
    ...props.labels.slice(0, DIGITS).map(
      ({ name }, index): Command => ({
        id: `tag.${index + 1}`,
        title: t('command.tag', { label: name }),
        group,
        keys: [String(index + 1)],
        run: () => props.onToggle(name),
      }),
    ),
    { id: 'tag.end', title: t('command.endMode'), group, keys: ['Escape'], run: () => setKeyMode('labels') },
  ]);
  return null;
}
