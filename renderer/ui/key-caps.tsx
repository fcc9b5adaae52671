import { Group, Kbd } from '@mantine/core';
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
