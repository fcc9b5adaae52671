import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { DecisionBar } from './bar/decision-bar.tsx';
import { WalkBar } from './bar/walk-bar.tsx';
import { CanvasMenu } from './canvas/canvas-menu.tsx';
import { CanvasPane } from './canvas/canvas-pane.tsx';
import { IssuePins, showIssue } from './canvas/issue-pins.tsx';
import { NoteEditor } from './canvas/note-editor.tsx';
import { PictureDetail } from './canvas/picture-detail.tsx';
import { ReworkBanner } from './canvas/rework-banner.tsx';
import { DecisionSnackbar } from './canvas/snackbar.tsx';
import { Toolbar } from './canvas/toolbar.tsx';
import { TroubleBanner } from './canvas/trouble-banner.tsx';
import { useCanvasCommands } from './commands/use-canvas-commands.ts';
import { useDecisionCommands } from './commands/use-decisions.ts';
import { useEditCommands } from './commands/use-edit-commands.ts';
import { allOf, useFormCommands } from './commands/use-form-commands.ts';
import { useLabelCommands } from './commands/use-label-commands.ts';
import { useObjectCommands } from './commands/use-object-commands.ts';
import { useToolCommands } from './commands/use-tool-commands.ts';
import type { BenchProps } from './item-walk.tsx';
import { ItemHeader } from './layout/item-header.tsx';
import { CenterColumn, Workbench } from './layout/workbench.tsx';
import { LabelsPanel } from './panels/labels-panel.tsx';
import { StudioSide } from './panels/studio-side.tsx';
import { VideoColumn } from './video/video-column.tsx';

/** The studio with an item in it. Drawn anew for another item, not at each stroke. */
export const StudioBench = memo(function StudioBench(props: BenchProps) {
  const { t } = useTranslation('studio');
  const { stage, view, current, walk, commands } = props;
  const { editor } = stage;
  const search = useRef<HTMLInputElement>(null);
  // People come here to draw.
  useEffect(() => editor.takeTool('box'), [editor]);
  const tools = useToolCommands(editor);
  const canvas = useCanvasCommands(editor);
  const edit = useEditCommands(editor);
  const objects = useObjectCommands(editor);
  const forms = useFormCommands(editor);
  const labels = useLabelCommands(editor);
  const decisions = useDecisionCommands(editor, view, current ? view : null, walk, ['Enter']);
  useCommands([
    ...tools,
    ...Object.values(canvas),
    ...Object.values(edit),
    ...Object.values(objects),
    ...allOf(forms),
    ...labels,
    ...decisions,
    {
      id: 'labels.find',
      title: t('command.findLabel'),
      group: t('group.labels'),
      keys: ['/'],
      run: () => search.current?.focus(),
    },
  ]);

  return (
    <Workbench
      label={t('title')}
      header={
        <>
          <ItemHeader view={view} />
          <Toolbar editor={editor} tools={tools} canvas={canvas} edit={edit} />
        </>
      }
      left={<LabelsPanel editor={editor} search={search} onDone={stage.focus} />}
      center={
        <CenterColumn>
          <TroubleBanner />
          {view.taskItem.state === 'rework' ? (
            <ReworkBanner issues={view.issues} onShow={(issue) => showIssue(editor, issue)} />
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
                <IssuePins
                  editor={editor}
                  issues={view.issues.filter(({ status }) => status !== 'approved')}
                  onOpen={(issue) => showIssue(editor, issue)}
                />
                <DecisionSnackbar view={view} walk={commands} />
              </CanvasPane>
            )}
          </VideoColumn>
        </CenterColumn>
      }
      right={<StudioSide stage={stage} view={view} />}
      bar={
        <>
          <WalkBar view={view} walk={commands} />
          <DecisionBar view={view} walk={walk} commands={decisions} />
        </>
      }
    />
  );
});
