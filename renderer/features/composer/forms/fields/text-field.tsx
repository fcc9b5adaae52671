import { Textarea, TextInput } from '@mantine/core';
import type { SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { useSettings } from '../settings.tsx';
import { useWords } from './words.ts';

/** A text; empty takes the setting away. */
export function TextField(props: {
  readonly name: string;
  readonly path: SettingPath;
  readonly usual?: string;
  readonly lines?: number;
}) {
  const settings = useSettings();
  const { path, lines } = props;
  const value = settings.read(path);
  const shared = {
    ...useWords(props.name),
    value: typeof value === 'string' ? value : '',
    error: settings.error(path),
    spellCheck: false,
    onBlur: settings.endStep,
    ...(props.usual === undefined ? {} : { placeholder: props.usual }),
  };
  const write = (text: string) => settings.write(path, text === '' ? undefined : text);
  if (lines !== undefined) {
    return (
      <Textarea
        {...shared}
        autosize
        minRows={lines}
        maxRows={12}
        onChange={(event) => write(event.currentTarget.value)}
      />
    );
  }
  return <TextInput {...shared} onChange={(event) => write(event.currentTarget.value)} />;
}
