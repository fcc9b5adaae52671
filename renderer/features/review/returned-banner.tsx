import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Issue } from '#core/model/issue.ts';
import { useCall } from '#renderer/client/hooks.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { Banner, useEditorState, type View } from '#renderer/features/studio/index.ts';
import { changesSince } from './changes.ts';

const selectAnnotations = (state: EditorState) => state.annotations;

/** On an item that came back: what the reviewer had said, and what was done about it. */
export function ReturnedBanner(props: {
  readonly editor: Editor;
  readonly view: View;
  /** Milliseconds since 1970: when it was sent back. */
  readonly since: number;
  readonly onShow: (issue: Issue) => void;
}) {
  const { t } = useTranslation('review');
  const { view } = props;
  const annotations = useEditorState(props.editor, selectAnnotations);
  const history = useCall('annotations.history', { itemId: view.item.id }).data ?? [];
  const { added, changed, steps } = changesSince(annotations, history, props.since);
  const fixed = view.issues.filter(({ status }) => status === 'review');
  const [first] = fixed;
  if (!first) return null;
  const facts = [
    ...(added > 0 ? [t('returned.added', { count: added })] : []),
    ...(changed > 0 ? [t('returned.changed', { count: changed })] : []),
    ...(steps.length > 0 ? [t('returned.steps', { count: steps.length })] : []),
  ];
  return (
    <Banner
      tone="rework"
      icon={IconRefresh}
      actions={
        <Button size="compact-sm" variant="default" onClick={() => props.onShow(first)}>
          {t('returned.show')}
        </Button>
      }
    >
      <strong>{t('returned.title')}</strong>
      {t('returned.said', { text: fixed.map(({ text }) => text || t('returned.noText')).join(' · ') })}{' '}
      {facts.length > 0 ? t('returned.since', { facts: facts.join(', ') }) : t('returned.nothing')}
    </Banner>
  );
}
