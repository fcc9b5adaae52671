import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { LinkButton } from '#renderer/ui/link-button.tsx';
import { routes } from '#renderer/ui/routes.ts';
import { useComposedProject } from '../../state/context.tsx';
import { useSettings } from '../settings.tsx';
import { NewRecipe } from './new-recipe.tsx';
import { Picker } from './picker.tsx';

/** A recipe of the project, or one that is made on the spot. */
export function RecipeField(props: { readonly path: SettingPath }) {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const projectId = useComposedProject();
  const recipes = useCall('recipes.list', { projectId });
  const [making, setMaking] = useState(false);
  const stored = settings.read(props.path);
  const choose = (id: string | null) => settings.writeAll([[props.path, id ?? undefined]]);
  return (
    <>
      <Picker
        name="recipe"
        value={typeof stored === 'string' && stored !== '' ? stored : null}
        choices={(recipes.data ?? []).map((one) => ({
          id: one.id,
          name: t('recipeChoice', { title: one.title, count: one.labels.length }),
        }))}
        loading={recipes.isPending}
        usual={t('usual.recipe')}
        clearable
        error={settings.error(props.path)}
        onChange={choose}
        onNew={() => setMaking(true)}
      />
      {typeof stored === 'string' && stored !== '' ? (
        <LinkButton to={routes.recipes(stored)} variant="subtle" size="compact-xs" mt={4}>
          {t('editRecipe')}
        </LinkButton>
      ) : null}
      {making ? <NewRecipe onMade={choose} onClose={() => setMaking(false)} /> : null}
    </>
  );
}
