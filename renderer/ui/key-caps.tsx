import { Group, Kbd } from '@mantine/core';
import type { Bound } from './commands/bindings.ts';
import { useFirstKey } from './commands/key-choice.ts';
import { isMac } from './commands/key-listener.ts';
import { keyCaps } from './commands/keys.ts';

/** A key such as "mod+K" as the caps a person presses. */
export function KeyCaps(props: { readonly keys: string }) {
  return (
    <Group gap={3} wrap="nowrap" component="span">
      {keyCaps(props.keys, isMac()).map((cap) => (
        <Kbd key={cap} size="xs">
          {cap}
        </Kbd>
      ))}
    </Group>
  );
}

/** The key that a command has now; nothing when it has none. */
export function CommandKeys(props: { readonly command: Bound }) {
  const key = useFirstKey(props.command);
  return key ? <KeyCaps keys={key} /> : null;
}
