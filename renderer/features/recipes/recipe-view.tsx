import { ActionIcon, Tabs, TextInput } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recipe } from '#core/model/recipe.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { formatCount } from '#renderer/ui/format.ts';
import { AttributesTab } from './attributes/attributes-tab.tsx';
import { Committed } from './committed.tsx';
import { InstructionsTab } from './instructions-tab.tsx';
import { LabelsTab } from './labels/labels-tab.tsx';
import classes from './recipes.module.css';
import { RulesTab } from './rules-tab.tsx';
import { type RecipeEditor, useRecipeEditor } from './state/use-recipe-editor.ts';

/** Milliseconds between two looks at how far annotations have followed. */
const LOOK_MS = 500;

/** One recipe: what it says, stored as it is changed. */
export function RecipeView(props: { readonly recipe: Recipe }) {
  const { t } = useTranslation('recipes');
  const editor = useRecipeEditor(props.recipe);
  const { draft, undo, redo, canUndo, canRedo } = editor;
  const { ontologyId } = props.recipe;
  const used = useCall('ontologies.usage', { ontologyId });
  const usage = useMemo(
    () => new Map((used.data ?? []).map(({ label, count }) => [label, count])),
    [used.data],
  );
  const [tab, setTab] = useState<string | null>('labels');
  useCommands([
    { id: 'recipe.undo', title: t('undo'), group: t('title'), keys: ['mod+Z'], enabled: canUndo, run: undo },
    {
      id: 'recipe.redo',
      title: t('redo'),
      group: t('title'),
      keys: ['mod+Shift+Z', 'mod+Y'],
      enabled: canRedo,
      run: redo,
    },
  ]);
  return (
    <section className={classes.editor} aria-label={draft.title}>
      <div className={classes.head}>
        <Committed
          value={draft.title}
          onCommit={(title) => {
            if (title.trim() !== '') editor.change({ title: title.trim() });
          }}
        >
          {(value, onChange, onEnd) => (
            <TextInput
              w={280}
              aria-label={t('name')}
              maxLength={200}
              value={value}
              onChange={(event) => onChange(event.currentTarget.value)}
              onBlur={() => onEnd(value)}
            />
          )}
        </Committed>
        <ActionIcon variant="subtle" color="gray" aria-label={t('undo')} disabled={!canUndo} onClick={undo}>
          <IconArrowBackUp size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label={t('redo')} disabled={!canRedo} onClick={redo}>
          <IconArrowForwardUp size={18} aria-hidden />
        </ActionIcon>
        <Following editor={editor} onDone={() => void used.refetch()} />
      </div>
      <Tabs
        value={tab}
        onChange={setTab}
        keepMounted={false}
        classNames={{ root: classes.tabs ?? '', panel: classes.panel ?? '', list: classes.tabList ?? '' }}
      >
        <Tabs.List>
          {(['labels', 'attributes', 'instructions', 'rules'] as const).map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`tab.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="labels">
          <LabelsTab editor={editor} usage={usage} />
        </Tabs.Panel>
        <Tabs.Panel value="attributes">
          <AttributesTab editor={editor} />
        </Tabs.Panel>
        <Tabs.Panel value="instructions">
          <InstructionsTab editor={editor} />
        </Tabs.Panel>
        <Tabs.Panel value="rules">
          <RulesTab editor={editor} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

/** How far annotations have followed the latest change. */
function Following(props: { readonly editor: RecipeEditor; readonly onDone: () => void }) {
  const { t } = useTranslation('recipes');
  const asked = props.editor.command;
  const query = useCall('commands.get', { commandId: asked?.id ?? '' }, { enabled: asked !== null });
  const command = query.data ?? asked;
  const underWay = command?.status === 'in-progress';
  const { refetch } = query;
  const { onDone } = props;
  const status = command?.status;
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(() => void refetch(), LOOK_MS);
    return () => clearInterval(timer);
  }, [underWay, refetch]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the command has come to its end
  useEffect(() => {
    if (status !== undefined && status !== 'in-progress') onDone();
  }, [status, command?.id]);
  if (!command) return null;
  const values = { count: command.done, done: formatCount(command.done), total: formatCount(command.total) };
  return (
    <span className={classes.progress} role="status">
      {underWay
        ? t('following', values)
        : t(command.status === 'success' ? 'followed' : 'notFollowed', values)}
    </span>
  );
}
