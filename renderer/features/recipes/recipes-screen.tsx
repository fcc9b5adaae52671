import { Button } from '@mantine/core';
import { IconPlus, IconTags } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useProject } from '#renderer/ui/project.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { routes } from '#renderer/ui/routes.ts';
import { PanelScreen } from '#renderer/ui/screen.tsx';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { RecipeView } from './recipe-view.tsx';
import classes from './recipes.module.css';

/** The recipes of the project, and the editor of one. */
export function RecipesScreen(props: { /** Null: the first one. */ readonly recipeId: string | null }) {
  const { t } = useTranslation('recipes');
  const { project } = useProject();
  const projectId = project?.id ?? '';
  const [, navigate] = useLocation();
  const refresh = useRefresh();
  const recipes = useCall('recipes.list', { projectId }, { enabled: project !== null });
  const create = useMutate('recipes.create');

  async function make() {
    const made = await create.mutateAsync({ projectId, title: t('newTitle') }).catch(() => null);
    if (!made) return;
    await refresh('recipes.');
    navigate(routes.recipes(made.id));
  }

  const add = (
    <Button
      variant="default"
      leftSection={<IconPlus size={15} aria-hidden />}
      loading={create.isPending}
      onClick={() => void make()}
    >
      {t('new')}
    </Button>
  );
  return (
    <PanelScreen title={t('title')}>
      <QueryGate query={recipes}>
        {(list) => {
          const current = list.find(({ id }) => id === props.recipeId) ?? list[0];
          if (!current) {
            return (
              <EmptyState icon={IconTags} title={t('none')} text={t('noneText')}>
                {add}
              </EmptyState>
            );
          }
          return (
            <>
              <nav className={classes.list} aria-label={t('title')}>
                <div className={classes.entries}>
                  {list.map((recipe) => (
                    <Link
                      key={recipe.id}
                      href={routes.recipes(recipe.id)}
                      className={classes.entry ?? ''}
                      aria-current={recipe.id === current.id ? 'page' : undefined}
                    >
                      <span>{recipe.title}</span>
                      <span>{t('labelCount', { count: recipe.labels.length })}</span>
                    </Link>
                  ))}
                </div>
                <div className={classes.foot}>{add}</div>
              </nav>
              <RecipeView key={current.id} recipe={current} />
            </>
          );
        }}
      </QueryGate>
    </PanelScreen>
  );
}
