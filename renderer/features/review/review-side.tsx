import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  Count,
  HistoryPanel,
  IssuesPanel,
  ObjectCount,
  ObjectsPanel,
  SaidPanels,
  SideColumn,
  type Stage,
  showIssue,
  type View,
  WindowPanel,
  waitsHere,
} from '#renderer/features/studio/index.ts';
import { objectChange } from './changes.ts';
import type { IssueDraft } from './use-issue-draft.ts';

/** Objects, with what is new since the last issue; issues; history. */
export function ReviewSide(props: {
  readonly stage: Stage;
  readonly view: View;
  readonly draft: IssueDraft;
  /** When the item was sent back last; null: never. */
  readonly since: number | null;
}) {
  const { t } = useTranslation('review');
  const { stage, view, draft, since } = props;
  const { editor } = stage;
  const unsettled = view.issues.filter(({ status }) => status !== 'approved').length;
  return (
    <SideColumn
      label={t('side')}
      footer={<WindowPanel stage={stage} item={view.item} />}
      first={view.taskItem.state === 'review' ? 'issues' : 'objects'}
      tabs={[
        {
          id: 'objects',
          title: t('objects'),
          count: <ObjectCount editor={editor} />,
          content: (
            <>
              <ObjectsPanel
                editor={editor}
                badge={(annotation) => {
                  const change = since === null ? null : objectChange(annotation, since);
                  return change ? (
                    <Badge size="xs" color={change === 'added' ? 'teal' : 'yellow'}>
                      {t(`change.${change}`)}
                    </Badge>
                  ) : null;
                }}
              />
              <SaidPanels editor={editor} recipe={view.recipe} />
            </>
          ),
        },
        {
          id: 'issues',
          title: t('issues'),
          count: <Count value={unsettled} tone="var(--sl-rework)" />,
          content: (
            <IssuesPanel
              issues={view.issues}
              onOpen={(issue) => showIssue(editor, issue)}
              removable={(issue) =>
                waitsHere(view) && issue.status === 'issue' && issue.taskId === view.task.id
              }
              onRemove={(issue) => void draft.remove(issue.id)}
            />
          ),
        },
        {
          id: 'history',
          title: t('history'),
          content: <HistoryPanel itemId={view.item.id} editor={editor} />,
        },
      ]}
    />
  );
}
