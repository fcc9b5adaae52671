import { Button, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '#contract/index.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { AgainOrDrop } from './again-or-drop.tsx';
import { shown } from './shown.ts';
import classes from './sync.module.css';

type OpenRecipe = CallOutput<'sync.recipes'>[number];
type Clash = OpenRecipe['clashes'][number];

/** Recipes that two people changed differently, or that a remote did not take; nothing is shown when there are none. */
export function RecipesCard() {
  const { t } = useTranslation('sync');
  const open = useCall('sync.recipes', {});
  if (!open.data || open.data.length === 0) return null;
  return (
    <Card title={t('recipes.title')}>
      <Text size="sm" c="dimmed" className={classes.text ?? ''}>
        {t('recipes.text')}
      </Text>
      <Table aria-label={t('recipes.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('recipes.recipe')}</Table.Th>
            <Table.Th>{t('recipes.field')}</Table.Th>
            <Table.Th>{t('recipes.mine')}</Table.Th>
            <Table.Th>{t('recipes.theirs')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {open.data.flatMap((recipe) => [
            ...(recipe.refused ? [<RefusedRow key={recipe.recipeId} recipe={recipe} />] : []),
            ...recipe.clashes.map((clash) => (
              <ClashRow key={`${recipe.recipeId} ${clash.field}`} recipe={recipe} clash={clash} />
            )),
          ])}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

/** "/labels/car/color" as a person reads it: "car: color". */
function nameOf(field: string): string {
  const [, part = '', ...rest] = field
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return rest.length === 0 ? part : rest.join(': ');
}

function ClashRow(props: { readonly recipe: OpenRecipe; readonly clash: Clash }) {
  const { t } = useTranslation('sync');
  const { recipeId, title } = props.recipe;
  const { field, mine, theirs } = props.clash;
  const solve = useMutate('sync.solveRecipe');
  const refresh = useRefresh();

  async function choose(choice: 'mine' | 'theirs') {
    await solve.mutateAsync({ recipeId, field, choice }).catch(() => null);
    await refresh('sync.');
  }

  const side = (choice: 'mine' | 'theirs', value: unknown) => (
    <Table.Td>
      <div className={classes.value} data-selectable>
        {shown(value) ?? t('recipes.nothing')}
      </div>
      <Button variant="light" disabled={solve.isPending} onClick={() => void choose(choice)}>
        {t(choice === 'mine' ? 'recipes.takeMine' : 'recipes.takeTheirs')}
      </Button>
    </Table.Td>
  );
  return (
    <Table.Tr>
      <Table.Td>{title}</Table.Td>
      <Table.Td>{nameOf(field)}</Table.Td>
      {side('mine', mine)}
      {side('theirs', theirs)}
    </Table.Tr>
  );
}

function RefusedRow(props: { readonly recipe: OpenRecipe }) {
  const { recipeId, title, refused } = props.recipe;
  const unpark = useMutate('sync.unparkRecipe');
  return (
    <Table.Tr>
      <Table.Td>{title}</Table.Td>
      <Table.Td colSpan={2} data-selectable>
        {refused?.message}
      </Table.Td>
      <Table.Td>
        <AgainOrDrop act={(how) => unpark.mutateAsync({ recipeId, how })} />
      </Table.Td>
    </Table.Tr>
  );
}
