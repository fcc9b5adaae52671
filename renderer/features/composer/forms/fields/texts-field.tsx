import { TagsInput } from '@mantine/core';
import type { SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { useSettings } from '../settings.tsx';
import { textsOf } from './values.ts';
import { useWords } from './words.ts';

/** A list of texts, each added by Enter or a comma; an empty one takes the setting away. */
export function TextsField(props: {
  readonly name: string;
  readonly path: SettingPath;
  readonly usual?: string;
  readonly offered?: readonly string[];
}) {
  const settings = useSettings();
  const { path, usual, offered = [] } = props;
  const texts = textsOf(settings.read(path));
  return (
    <TagsInput
      {...useWords(props.name)}
      value={[...texts]}
      data={[...offered]}
      error={settings.error(path)}
      {...(texts.length > 0 || usual === undefined ? {} : { placeholder: usual })}
      onChange={(next) => {
        settings.write(path, next.length > 0 ? next : undefined);
        settings.endStep();
      }}
    />
  );
}
