import { useTranslation } from 'react-i18next';
import { SaidPanels } from '../attributes/said-panels.tsx';
import { showIssue } from '../canvas/issue-pins.tsx';
import type { Stage } from '../stage/stage.ts';
import type { View } from '../walk/use-task-view.ts';
import { HistoryPanel } from './history-panel.tsx';
import { Instructions } from './instructions.tsx';
import { IssuesPanel } from './issues-panel.tsx';
import { ObjectsPanel } from './objects-panel.tsx';
import { Count, ObjectCount, SideColumn } from './side-column.tsx';
import { WindowPanel } from './window-panel.tsx';

/** Objects, issues and history of the item. */
export function StudioSide(props: { readonly stage: Stage; readonly view: View }) {
  const { t } = useTranslation('studio');
  const { stage, view } = props;
  const { editor } = stage;
  const open = view.issues.filter(({ status }) => status === 'issue').length;
  return (
    <SideColumn
      label={t('side')}
      first="objects"
      footer={<WindowPanel stage={stage} item={view.item} />}
      tabs={[
        {
          id: 'objects',
          title: t('objects.title'),
          count: <ObjectCount editor={editor} />,
          content: (
            <>
              <ObjectsPanel editor={editor} onDone={stage.focus} />
              <SaidPanels editor={editor} recipe={view.recipe} />
            </>
          ),
        },
        ...(view.issues.length > 0
          ? [
              {
                id: 'issues',
                title: t('issue.title'),
                count: <Count value={open} tone="var(--sl-rework)" />,
                content: <IssuesPanel issues={view.issues} onOpen={(issue) => showIssue(editor, issue)} />,
              },
            ]
          : []),
        ...(view.recipe?.instructions
          ? [
              {
                id: 'instructions',
                title: t('instructions'),
                content: <Instructions markdown={view.recipe.instructions} />,
              },
            ]
          : []),
        {
          id: 'history',
          title: t('history.title'),
          content: <HistoryPanel itemId={view.item.id} editor={editor} />,
        },
      ]}
    />
  );
}
