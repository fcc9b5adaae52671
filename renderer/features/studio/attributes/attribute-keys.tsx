import { useTranslation } from 'react-i18next';
import { commonValue } from '#core/annotation/attributes.ts';
import type { Annotation } from '#core/model/annotation.ts';
import type { Attribute } from '#core/model/recipe.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { setKeyMode, turnTo } from './mode.ts';
import { optionsOf, withOption } from './options.ts';

/** Digits that there are keys for. */
const DIGITS = 9;

/**
 * The keys of the attribute mode, while it is on: digits choose options, comma and point go through the attributes, Escape
 * ends it. Mounted later than the screen's own, they come first.
 */
export function AttributeKeys(props: {
  readonly asked: readonly Attribute[];
  readonly objects: readonly Annotation[];
  readonly at: number;
  readonly onChange: (key: string, value: unknown) => void;
}) {
  const { t } = useTranslation('objects');
  const { asked, at } = props;
  const current = asked[at];
  const options = current ? optionsOf(current).slice(0, DIGITS) : [];
  const group = t('group');
  useCommands([
    ...options.map(
      (option, index): Command => ({
        id: `attribute.option.${index + 1}`,
        title: `${current?.title}: ${option}`,
        group,
        keys: [String(index + 1)],
        run: () => {
          if (!current) return;
          const { value } = commonValue(props.objects, current.key);
          props.onChange(current.key, withOption(current, value, option));
        },
      }),
    ),
    {
      id: 'attribute.next',
      title: t('command.nextAttribute'),
      group,
      keys: ['.'],
      run: () => turnTo(asked.length === 0 ? 0 : (at + 1) % asked.length),
    },
    {
      id: 'attribute.previous',
      title: t('command.previousAttribute'),
      group,
      keys: [','],
      run: () => turnTo(asked.length === 0 ? 0 : (at + asked.length - 1) % asked.length),
    },
    {
      id: 'attribute.end',
      title: t('command.endMode'),
      group,
      keys: ['Escape'],
      run: () => setKeyMode('labels'),
    },
  ]);
  return null;
}
