import { Suspense, useEffect, useEffectEvent, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { HomeScreen } from '#renderer/features/home/index.ts';
import { ErrorBoundary } from '#renderer/ui/error-boundary.tsx';
import { useProject } from '#renderer/ui/project.ts';
import { SkeletonRows } from '#renderer/ui/query-gate.tsx';
import { PATTERNS, routes, screenOf } from '#renderer/ui/routes.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { useWorkspace } from '#renderer/ui/workspace.ts';
import { RAIL } from './layout/places.ts';
import { lazyScreen } from './lazy-screen.tsx';
import { LinkScreen } from './link-screen.tsx';

// Home is what a person waits for at start, so it comes with the first bundle; the rest follows when there is time.
const DataScreen = lazyScreen(async () => (await import('#renderer/features/datasets/index.ts')).DataScreen);
const FoldersScreen = lazyScreen(
  async () => (await import('#renderer/features/folders/index.ts')).FoldersScreen,
);
const TasksScreen = lazyScreen(async () => (await import('#renderer/features/tasks/index.ts')).TasksScreen);
const RecipesScreen = lazyScreen(
  async () => (await import('#renderer/features/recipes/index.ts')).RecipesScreen,
);
const StudioScreen = lazyScreen(
  async () => (await import('#renderer/features/studio/index.ts')).StudioScreen,
);
const ViewScreen = lazyScreen(async () => (await import('#renderer/features/studio/index.ts')).ViewScreen);
const ReviewScreen = lazyScreen(
  async () => (await import('#renderer/features/review/index.ts')).ReviewScreen,
);
const MonitorScreen = lazyScreen(
  async () => (await import('#renderer/features/monitor/index.ts')).MonitorScreen,
);
const ComposerScreen = lazyScreen(
  async () => (await import('#renderer/features/composer/index.ts')).ComposerScreen,
);
const SyncScreen = lazyScreen(async () => (await import('#renderer/features/sync/index.ts')).SyncScreen);
const SettingsScreen = lazyScreen(
  async () => (await import('#renderer/features/settings/index.ts')).SettingsScreen,
);
const HelpScreen = lazyScreen(async () => (await import('#renderer/features/help/index.ts')).HelpScreen);

/** Fetches the code of every screen, those that people work in first. */
export async function preloadScreens(): Promise<void> {
  const screens = [
    TasksScreen,
    StudioScreen,
    ReviewScreen,
    DataScreen,
    RecipesScreen,
    MonitorScreen,
    ComposerScreen,
    FoldersScreen,
  ];
  for (const screen of screens) await screen.preload();
}

/** True when the address is one of a project and there is none: the workspace was closed, say. */
function useIsLost(location: string): boolean {
  const { project, pending, error } = useProject();
  const { workspace } = useWorkspace();
  const screen = screenOf(location);
  const place = RAIL.find((one) => screen !== null && one.covers.includes(screen));
  // Without a workspace it is an error to ask for projects.
  const known = !pending && (error === null || workspace === null);
  return place?.needsProject === true && project === null && known;
}

/**
 * Leads home, after another look: what was made a moment ago, here or by another program, may not have been heard of when
 * its address is opened.
 */
function Lost() {
  const refresh = useRefresh();
  const [looked, setLooked] = useState(false);
  const look = useEffectEvent(async () => {
    await refresh('workspaces.');
    await refresh('projects.');
    setLooked(true);
  });
  useEffect(() => void look(), []);
  return looked ? <Redirect to={routes.home()} replace /> : <SkeletonRows />;
}

/** The screen of the current address. */
export function Screens() {
  const [location] = useLocation();
  if (useIsLost(location)) return <Lost key={location} />;
  return (
    <ErrorBoundary resetKey={location}>
      <Suspense fallback={<SkeletonRows />}>
        <Switch>
          <Route path={PATTERNS.home}>{(params) => <HomeScreen newProject={params.view === 'new'} />}</Route>
          <Route path={PATTERNS.data}>
            {(params) => <DataScreen datasetId={params.datasetId ?? null} />}
          </Route>
          <Route path={PATTERNS.folders}>
            <FoldersScreen />
          </Route>
          <Route path={PATTERNS.tasks}>
            <TasksScreen />
          </Route>
          <Route path={PATTERNS.recipes}>
            {(params) => <RecipesScreen recipeId={params.recipeId ?? null} />}
          </Route>
          <Route path={PATTERNS.studio}>
            {(params) => <StudioScreen taskId={params.taskId} itemId={params.itemId ?? null} />}
          </Route>
          <Route path={PATTERNS.review}>
            {(params) => <ReviewScreen taskId={params.taskId} itemId={params.itemId ?? null} />}
          </Route>
          <Route path={PATTERNS.view}>{(params) => <ViewScreen itemId={params.itemId} />}</Route>
          <Route path={PATTERNS.pipelines}>
            {(params) => <MonitorScreen pipelineId={params.pipelineId ?? null} />}
          </Route>
          <Route path={PATTERNS.compose}>
            {(params) => <ComposerScreen pipelineId={params.pipelineId} />}
          </Route>
          <Route path={PATTERNS.open}>
            {(params) => <LinkScreen key={`${params.kind} ${params.id}`} kind={params.kind} id={params.id} />}
          </Route>
          <Route path={PATTERNS.sync}>
            {(params) => <SyncScreen key={params.itemId ?? ''} itemId={params.itemId ?? null} />}
          </Route>
          <Route path={PATTERNS.settings}>
            <SettingsScreen />
          </Route>
          <Route path={PATTERNS.help}>{(params) => <HelpScreen page={params.page ?? null} />}</Route>
          <Route>
            <Redirect to={routes.home()} replace />
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}
