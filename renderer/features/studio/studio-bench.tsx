import { memo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { DecisionBar } from './bar/decision-bar.tsx';
import { WalkBar } from './bar/walk-bar.tsx';
import { CanvasMenu } from './canvas/canvas-menu.tsx';
import { CanvasPane } from './canvas/canvas-pane.tsx';
import { IssuePins, showIssue } from './canvas/issue-pins.tsx';
import { ReworkBanner } from './canvas/rework-banner.tsx';
import { DecisionSnackbar } from './canvas/snackbar.tsx';
import { Toolbar } from './canvas/toolbar.tsx';
import { TroubleBanner } from './canvas/trouble-banner.tsx';
import { useCanvasCommands } from './commands/use-canvas-commands.ts';
import { useDecisionCommands } from './commands/use-decisions.ts';
import { useEditCommands } from './commands/use-edit-commands.ts';
import { useLabelCommands } from './commands/use-label-commands.ts';
import type { WalkCommands } from './commands/use-walk-commands.ts';
import { ItemHeader } from './layout/item-header.tsx';
import { CenterColumn, Workbench } from './layout/workbench.tsx';
import { LabelsPanel } from './panels/labels-panel.tsx';
import { StudioSide } from './panels/studio-side.tsx';
import type { Stage } from './stage/stage.ts';
import type { View } from './walk/use-task-view.ts';
import type { Walk } from './walk/use-walk.ts';

/** The studio with an item in it. Drawn anew for another item, not at each stroke. */
export const StudioBench = memo(function StudioBench(props: {
  readonly stage: Stage;
  readonly view: View;
  /** False while another item is on its way: what is shown cannot be decided on any more. */
  readonly current: boolean;
  readonly problem: unknown;
  readonly walk: Walk;
  readonly commands: WalkCommands;
}) {
  const { t } = useTranslation('studio');
  const { stage, view, current, walk, commands } = props;
  const { editor } = stage;
  const search = useRef<HTMLInputElement>(null);
  const canvas = useCanvasCommands(editor);
  const edit = useEditCommands(editor);
  const labels = useLabelCommands(editor);
  const decisions = useDecisionCommands(editor, view, current ? view : null, walk, ['Enter']);
  useCommands([
    ...Object.values(canvas),
    ...Object.values(edit),
    ...labels,
    ...decisions,
    {
      id: 'labels.find',
      title: t('command.findLabel'),
      group: t('group.labels'),
      keys: ['L'],
      run: () => search.current?.focus(),
    },
  ]);

  return (
    <Workbench
      label={t('title')}
      header={
        <>
          <ItemHeader view={view} />
          <Toolbar editor={editor} canvas={canvas} edit={edit} />
        </>
      }
      left={<LabelsPanel editor={editor} search={search} onDone={stage.focus} />}
      center={
        <CenterColumn>
          <TroubleBanner />
          {view.taskItem.state === 'rework' ? (
            <ReworkBanner issues={view.issues} onShow={(issue) => showIssue(editor, issue)} />
          ) : null}
          <CanvasPane
            stage={stage}
            problem={props.problem}
            menu={<CanvasMenu editor={editor} canvas={canvas} edit={edit} />}
          >
            <IssuePins
              editor={editor}
              issues={view.issues.filter(({ status }) => status !== 'approved')}
              onOpen={(issue) => showIssue(editor, issue)}
            />
            <DecisionSnackbar view={view} walk={commands} />
          </CanvasPane>
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
