import { useEffect } from 'react';
import type { Recipe } from '#core/model/recipe.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { AttributesPanel } from './attributes-panel.tsx';
import { ItemPanel } from './item-panel.tsx';
import { setKeyMode } from './mode.ts';
import { RelationsPanel } from './relations-panel.tsx';
import { isOnlyTags } from './tags.ts';
import { useModeCommands } from './use-mode-commands.ts';

/** What is said of the picture as a whole, and of the selected objects. */
export function SaidPanels(props: { readonly editor: Editor; readonly recipe: Recipe | null }) {
  const { editor, recipe } = props;
  const onlyTags = recipe !== null && isOnlyTags(recipe);
  useCommands(useModeCommands(editor, recipe));
  useEffect(() => {
    setKeyMode(onlyTags ? 'tags' : 'labels');
    return () => setKeyMode('labels');
  }, [onlyTags]);
  return (
    <>
      {recipe ? <ItemPanel editor={editor} recipe={recipe} /> : null}
      <AttributesPanel editor={editor} />
      <RelationsPanel editor={editor} />
    </>
  );
}
