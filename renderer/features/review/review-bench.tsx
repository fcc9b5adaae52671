import { Button } from '@mantine/core';
import { IconArrowBackUp, IconMessageReport } from '@tabler/icons-react';
import { memo, type RefObject, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Issue } from '#core/model/issue.ts';
import type { Pin } from '#renderer/editor/tools/context.ts';
import {
  allOf,
  type BenchProps,
  CanvasMenu,
  CanvasPane,
  CenterColumn,
  DecisionBar,
  DecisionSnackbar,
  IssuePins,
  ItemHeader,
  NoteEditor,
  PictureDetail,
  showIssue,
  Toolbar,
  TroubleBanner,
  useCanvasCommands,
  useDecisionCommands,
  useEditCommands,
  useFormCommands,
  useLabelCommands,
  useObjectCommands,
  useToolCommands,
  VideoColumn,
  WalkBar,
  Workbench,
} from '#renderer/features/studio/index.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { CommandKeys } from '#renderer/ui/key-caps.tsx';
import { sentBackAt } from './changes.ts';
import { IssueComposer } from './issue-composer.tsx';
import { ReturnedBanner } from './returned-banner.tsx';
import { ReviewSide } from './review-side.tsx';
import { useIssueDraft } from './use-issue-draft.ts';
import { useReviewCommands } from './use-review-commands.ts';

type ReviewBenchProps = BenchProps & {
  /** Where the stage brings the places that are picked. */
  readonly onPin: RefObject<(pin: Pin) => void>;
};

/** The review screen with an item in it. The reviewer may mend small things instead of sending them back. */
export const ReviewBench = memo(function ReviewBench(props: ReviewBenchProps) {
  const { t } = useTranslation('review');
  const { stage, view, walk, commands, onPin } = props;
  const { editor } = stage;
  const current = props.current ? view : null;
  const tools = useToolCommands(editor);
  const canvas = useCanvasCommands(editor);
  const edit = useEditCommands(editor);
  const objects = useObjectCommands(editor);
  const forms = useFormCommands(editor);
  const labels = useLabelCommands(editor);
  const decisions = useDecisionCommands(editor, view, current, walk, ['A', 'Enter']);
  const draft = useIssueDraft(stage, current, walk);
  const review = useReviewCommands(view, draft);
  const since = sentBackAt(view.issues);
  useCommands([
    ...tools,
    ...Object.values(canvas),
    ...Object.values(edit),
    ...Object.values(objects),
    ...allOf(forms),
    ...labels,
    ...decisions,
    ...Object.values(review),
  ]);
  useEffect(() => {
    onPin.current = draft.place;
  });
  const show = (issue: Issue) => showIssue(editor, issue);

  return (
    <Workbench
      label={t('title')}
      header={
        <>
          <ItemHeader view={view} />
          <Toolbar editor={editor} tools={tools} canvas={canvas} edit={edit} />
        </>
      }
      center={
        <CenterColumn>
          <TroubleBanner />
          {view.taskItem.state === 'review' && since !== null ? (
            <ReturnedBanner editor={editor} view={view} since={since} onShow={show} />
          ) : null}
          <VideoColumn stage={stage} item={view.item}>
            {(problem) => (
              <CanvasPane
                stage={stage}
                problem={props.problem ?? problem}
                menu={
                  <CanvasMenu
                    editor={editor}
                    tools={tools}
                    canvas={canvas}
                    edit={edit}
                    objects={objects}
                    forms={forms}
                  />
                }
              >
                <PictureDetail stage={stage} item={view.item} />
                <NoteEditor editor={editor} onDone={stage.focus} />
                <IssuePins editor={editor} issues={view.issues} onOpen={show} />
                {draft.target ? <IssueComposer editor={editor} draft={draft} target={draft.target} /> : null}
                <DecisionSnackbar view={view} walk={commands} />
              </CanvasPane>
            )}
          </VideoColumn>
        </CenterColumn>
      }
      right={<ReviewSide key={view.item.id} stage={stage} view={view} draft={draft} since={since} />}
      bar={
        <>
          <WalkBar view={view} walk={commands} />
          <DecisionBar view={view} walk={walk} commands={decisions}>
            <Button
              size="sm"
              h={34}
              variant="default"
              leftSection={<IconMessageReport size={16} aria-hidden />}
              rightSection={<CommandKeys command={review.issue} />}
              data-command={review.issue.id}
              onClick={() => review.issue.run()}
            >
              {review.issue.title}
            </Button>
            {review.sendBack.enabled ? (
              <Button
                size="sm"
                h={34}
                color="pink"
                leftSection={<IconArrowBackUp size={16} aria-hidden />}
                rightSection={<CommandKeys command={review.sendBack} />}
                onClick={() => review.sendBack.run()}
              >
                {review.sendBack.title}
              </Button>
            ) : null}
          </DecisionBar>
        </>
      }
    />
  );
});
