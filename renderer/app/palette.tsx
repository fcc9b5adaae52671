import { Group, Text } from '@mantine/core';
import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Command } from '#renderer/ui/commands/command.ts';
import { listenForKeys } from '#renderer/ui/commands/key-listener.ts';
import { commandRegistry } from '#renderer/ui/commands/use-commands.ts';
import { KeyCaps } from '#renderer/ui/key-caps.tsx';
import { groupCommands, searchCommands } from './search-commands.ts';

/** Everything that can be done now, by name. Also the place where keys become commands. */
export function Palette() {
  const { t } = useTranslation('app');
  const [query, setQuery] = useState('');
  const [commands, setCommands] = useState<readonly Command[]>([]);

  useEffect(() => listenForKeys(commandRegistry, window), []);

  const groups = groupCommands(searchCommands(commands, query));
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      // Read when it opens: registering commands then costs no render of anything.
      onSpotlightOpen={() => setCommands(commandRegistry.list().filter((one) => one.id !== 'palette.open'))}
      onSpotlightClose={() => setQuery('')}
      shortcut={null}
      // Centred, it would jump while the list gets shorter.
      centered={false}
      yOffset="12vh"
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 60 }}
      overlayProps={{ backgroundOpacity: 0.3 }}
    >
      <Spotlight.Search
        placeholder={t('palette.placeholder')}
        aria-label={t('palette.placeholder')}
        leftSection={<IconSearch size={16} />}
      />
      <Spotlight.ActionsList>
        {groups.length === 0 ? <Spotlight.Empty>{t('palette.nothing')}</Spotlight.Empty> : null}
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.name} label={group.name}>
            {group.commands.map((command) => (
              <Spotlight.Action key={command.id} onClick={() => command.run()} py={7}>
                <Group justify="space-between" w="100%" wrap="nowrap">
                  <Text size="sm">{command.title}</Text>
                  {command.keys?.[0] ? <KeyCaps keys={command.keys[0]} /> : null}
                </Group>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ))}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
