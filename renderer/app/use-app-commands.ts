import { useMantineColorScheme } from '@mantine/core';
import { openSpotlight } from '@mantine/spotlight';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useMutate } from '#renderer/client/hooks.ts';
import type { Command } from '#renderer/ui/commands/command.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { useImport } from '#renderer/ui/import-files.ts';
import { useInbox } from '#renderer/ui/inbox.ts';
import { useOpenWorkspace } from '#renderer/ui/open-workspace.ts';
import { useProject } from '#renderer/ui/project.ts';
import { useWorkspace } from '#renderer/ui/workspace.ts';
import { RAIL } from './layout/places.ts';

/** Commands that are there on every screen. */
export function useAppCommands(): void {
  const { t } = useTranslation('app');
  const [, navigate] = useLocation();
  const { workspace } = useWorkspace();
  const { project } = useProject();
  const inbox = useInbox(project?.id ?? null);
  const { chooseFiles, chooseFolder } = useImport();
  const { setColorScheme } = useMantineColorScheme();
  const close = useMutate('workspaces.close');
  const { chooseAndOpen } = useOpenWorkspace();

  const go: readonly Command[] = RAIL.map((place, index) => ({
    id: `go.${place.screen}`,
    title: t(`place.${place.screen}`),
    group: t('group.go'),
    keys: place.screen === 'help' ? ['F1'] : [`mod+${index + 1}`],
    enabled: !place.needsProject || project !== null,
    inFields: true,
    run: () => navigate(place.address()),
  }));

  const themes: readonly Command[] = (['light', 'dark', 'auto'] as const).map((scheme) => ({
    id: `theme.${scheme}`,
    title: t(`theme.${scheme}`),
    group: t('group.look'),
    run: () => setColorScheme(scheme),
  }));

  useCommands(
    [
      {
        id: 'palette.open',
        title: t('palette.open'),
        group: t('group.go'),
        keys: ['mod+K', 'mod+Shift+P'],
        inFields: true,
        run: openSpotlight,
      },
      ...go,
      {
        id: 'import.files',
        title: t('import.files'),
        group: t('group.data'),
        keys: ['mod+I'],
        enabled: inbox !== null,
        run: () => inbox && void chooseFiles(inbox),
      },
      {
        id: 'import.folder',
        title: t('import.folder'),
        group: t('group.data'),
        enabled: inbox !== null,
        run: () => inbox && void chooseFolder(inbox),
      },
      {
        id: 'workspace.open',
        title: t('workspace.open'),
        group: t('group.workspace'),
        run: () => void chooseAndOpen(),
      },
      {
        id: 'workspace.close',
        title: t('workspace.close'),
        group: t('group.workspace'),
        enabled: workspace !== null,
        run: () => close.mutate({}),
      },
      ...themes,
    ],
    'app',
  );
}
