import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import classes from './brush-bar.module.css';

const selectTool = (state: EditorState) => state.tool;
const selectPoses = (state: EditorState) => state.poses;
const selectPose = (state: EditorState) => state.pose;

/** Which skeleton the next one is, where the recipe has several. */
export function PoseBar(props: { readonly editor: Editor }) {
  const { t } = useTranslation('studio');
  const { editor } = props;
  const tool = useEditorState(editor, selectTool);
  const poses = useEditorState(editor, selectPoses);
  const pose = useEditorState(editor, selectPose);
  const [first] = poses;
  if (tool !== 'skeleton' || !first || poses.length < 2) return null;
  const chosen = poses.find(({ id }) => id === pose) ?? first;
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('pose.label')}>
      <Select
        size="xs"
        w={220}
        aria-label={t('pose.template')}
        allowDeselect={false}
        data={poses.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen.id}
        onChange={(id) => {
          if (id !== null) editor.choosePose(id);
        }}
      />
    </div>
  );
}
