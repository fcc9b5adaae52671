import { MultiSelect, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TOOLS, toolSchema } from '#core/model/recipe.ts';
import type { RecipeSettings } from '#core/model/recipe-settings.ts';
import { PosesField } from './poses/poses-field.tsx';
import classes from './recipes.module.css';
import type { RecipeEditor } from './state/use-recipe-editor.ts';

/** What may be made, and what an item needs before it is complete. */
export function RulesTab(props: { readonly editor: RecipeEditor }) {
  const { t } = useTranslation('recipes');
  const { editor } = props;
  const { tools, settings } = editor.draft;
  const set = (part: Partial<RecipeSettings>) => editor.change({ settings: { ...settings, ...part } });
  return (
    <div className={classes.rules}>
      <MultiSelect
        label={t('rules.tools')}
        description={t('rules.toolsText')}
        placeholder={tools.length > 0 ? '' : t('rules.everything')}
        data={TOOLS.map((tool) => ({ value: tool, label: t(`tool.${tool}`) }))}
        value={tools}
        onChange={(names) =>
          editor.change({ tools: names.flatMap((tool) => toolSchema.safeParse(tool).data ?? []) })
        }
      />
      <Switch
        label={t('rules.singleTag')}
        description={t('rules.singleTagText')}
        checked={settings.singleTag}
        onChange={(event) => set({ singleTag: event.currentTarget.checked })}
      />
      <Switch
        label={t('rules.allowMissing')}
        description={t('rules.allowMissingText')}
        checked={settings.allowMissing}
        onChange={(event) => set({ allowMissing: event.currentTarget.checked })}
      />
      <PosesField poses={settings.poses} onChange={(poses) => set({ poses })} />
    </div>
  );
}
