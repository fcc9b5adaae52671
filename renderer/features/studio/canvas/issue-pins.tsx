import { useTranslation } from 'react-i18next';
import { toView } from '#core/geometry/viewport.ts';
import type { Point } from '#core/model/common.ts';
import type { Issue } from '#core/model/issue.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import { kindOf } from '#renderer/editor/kinds/kinds.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import classes from './issue-pins.module.css';

const selectItem = (state: EditorState) => state.item;
const selectViewport = (state: EditorState) => state.viewport;
const selectAnnotations = (state: EditorState) => state.annotations;

/** Where an issue is on the picture: its point, or the corner of its shape; null for one of the whole item. */
export function issuePlace(issue: Issue, annotations: EditorState['annotations']): Point | null {
  const annotation = issue.annotationId ? annotations.get(issue.annotationId) : undefined;
  if (annotation) {
    const { right, top } = kindOf(annotation.geometry).bounds(annotation.geometry);
    return { x: right, y: top };
  }
  return issue.point;
}

/** Takes the person to what an issue is about. */
export function showIssue(editor: Editor, issue: Issue): void {
  const { annotations } = editor.state.get();
  if (issue.annotationId && annotations.has(issue.annotationId)) editor.select([issue.annotationId]);
  const place = issuePlace(issue, annotations);
  if (place) editor.camera.reveal({ left: place.x, top: place.y, right: place.x, bottom: place.y });
}

/** Issues as numbered pins on the picture. */
export function IssuePins(props: {
  readonly editor: Editor;
  readonly issues: readonly Issue[];
  readonly onOpen: (issue: Issue) => void;
}) {
  const { t } = useTranslation('studio');
  const { editor, issues } = props;
  const item = useEditorState(editor, selectItem);
  const viewport = useEditorState(editor, selectViewport);
  const annotations = useEditorState(editor, selectAnnotations);
  return issues.map((issue, index) => {
    const place = issuePlace(issue, annotations);
    if (!place || issue.itemId !== item?.id) return null;
    const { x, y } = toView(viewport, place);
    return (
      <button
        key={issue.id}
        type="button"
        className={classes.pin}
        data-status={issue.status}
        style={{ transform: `translate(${Math.round(x)}px, ${Math.round(y)}px)` }}
        aria-label={t('issue.pin', { number: index + 1, text: issue.text || t('issue.noText') })}
        title={issue.text || t('issue.noText')}
        onClick={() => props.onOpen(issue)}
      >
        <span>{index + 1}</span>
      </button>
    );
  });
}
