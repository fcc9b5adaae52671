/** The places of the left rail. */
import {
  IconDatabase,
  IconFolderSearch,
  IconHelpCircle,
  IconHome,
  IconListCheck,
  IconRefresh,
  IconSettings,
  IconSitemap,
  IconTags,
  type TablerIcon,
} from '@tabler/icons-react';
import { routes, type ScreenName } from '#renderer/ui/routes.ts';

export type Place = {
  readonly screen: Exclude<ScreenName, 'studio' | 'review' | 'view' | 'compose' | 'open'>;
  readonly icon: TablerIcon;
  /** Screens that are reached through it: it is marked as current while they are shown. */
  readonly covers: readonly ScreenName[];
  readonly needsProject: boolean;
  /** At the foot of the rail. */
  readonly low: boolean;
  address(): string;
};

export const RAIL: readonly Place[] = [
  { screen: 'home', icon: IconHome, covers: ['home'], needsProject: false, low: false, address: routes.home },
  {
    screen: 'data',
    icon: IconDatabase,
    covers: ['data', 'view'],
    needsProject: true,
    low: false,
    address: routes.data,
  },
  {
    screen: 'folders',
    icon: IconFolderSearch,
    covers: ['folders'],
    needsProject: true,
    low: false,
    address: routes.folders,
  },
  {
    screen: 'tasks',
    icon: IconListCheck,
    covers: ['tasks', 'studio', 'review'],
    needsProject: true,
    low: false,
    address: routes.tasks,
  },
  {
    screen: 'recipes',
    icon: IconTags,
    covers: ['recipes'],
    needsProject: true,
    low: false,
    address: routes.recipes,
  },
  {
    screen: 'pipelines',
    icon: IconSitemap,
    covers: ['pipelines', 'compose'],
    needsProject: true,
    low: false,
    address: routes.pipelines,
  },
  {
    screen: 'sync',
    icon: IconRefresh,
    covers: ['sync'],
    needsProject: false,
    low: true,
    address: routes.sync,
  },
  {
    screen: 'settings',
    icon: IconSettings,
    covers: ['settings'],
    needsProject: false,
    low: true,
    address: routes.settings,
  },
  {
    screen: 'help',
    icon: IconHelpCircle,
    covers: ['help'],
    needsProject: false,
    low: true,
    address: routes.help,
  },
];
