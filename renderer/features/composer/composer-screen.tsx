import { useQuery } from '@tanstack/react-query';
import { ReactFlowProvider } from '@xyflow/react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft } from '#contract/drafts.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import { call } from '#renderer/client/client.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { PanelScreen } from '#renderer/ui/screen.tsx';
import { Canvas } from './canvas/canvas.tsx';
import { useAddNode } from './canvas/use-add-node.ts';
import classes from './composer.module.css';
import { Inspector } from './inspector/inspector.tsx';
import { ComposerActions } from './layout/composer-actions.tsx';
import { useClipboard } from './layout/use-clipboard.ts';
import { useComposerCommands } from './layout/use-composer-commands.ts';
import { Library } from './library/library.tsx';
import { LifeDialogs } from './life/life-dialogs.tsx';
import { Notices } from './life/notices.tsx';
import { type Drawing, openDrawing } from './life/open-drawing.ts';
import { useDraft } from './life/use-draft.ts';
import { useLifeCommands } from './life/use-life-commands.ts';
import { useSaving } from './life/use-saving.ts';
import { ProblemList } from './problems/problem-list.tsx';
import { SimulatePanel } from './simulate/simulate-panel.tsx';
import { createComposer } from './state/composer.ts';
import {
  ComposedPipelineProvider,
  ComposedProjectProvider,
  ComposerProvider,
  useComposer,
} from './state/context.tsx';
import { NOTHING } from './state/selection.ts';
import { useProblemSearch } from './state/use-problem-search.ts';
import { VersionsView } from './versions/versions-view.tsx';

function Bench(props: { readonly pipeline: Pipeline; readonly draft: Draft | null }) {
  const { t } = useTranslation('composer');
  const { pipeline } = props;
  const composer = useComposer();
  const saving = useSaving(pipeline);
  const add = useAddNode();
  const [simulating, setSimulating] = useState(false);
  const [comparing, setComparing] = useState(false);
  useClipboard(!comparing);
  useProblemSearch();
  useDraft(pipeline.id);

  function compare(open: boolean) {
    // What cannot be seen must not be changed by a key.
    if (open) composer.select(NOTHING);
    setComparing(open);
  }
  function simulate(open: boolean) {
    setSimulating(open);
    setComparing(false);
    if (!open) composer.showSimulation(null);
  }
  useComposerCommands({
    save: saving.save,
    simulate: () => simulate(!simulating),
    drawing: !comparing,
  });
  useLifeCommands({ comparing, compare, install: saving.install });

  const bench = (
    <>
      {/* What is simulated needs the room, and no new nodes. */}
      {simulating ? null : <Library onAdd={add} />}
      <div className={classes.middle}>
        <Notices
          pipeline={pipeline}
          draft={props.draft}
          saving={saving.pending}
          onCompare={() => compare(true)}
        />
        <Canvas />
        <ProblemList />
      </div>
      {simulating ? (
        <SimulatePanel
          pipelineId={pipeline.id}
          projectId={pipeline.projectId}
          onClose={() => simulate(false)}
        />
      ) : (
        <Inspector />
      )}
    </>
  );
  return (
    <PanelScreen
      title={pipeline.name}
      summary={t('title')}
      actions={
        <ComposerActions
          pipeline={pipeline}
          saving={saving}
          comparing={comparing}
          onCompare={compare}
          simulating={simulating}
          onSimulate={simulate}
        />
      }
    >
      {comparing ? <VersionsView pipeline={pipeline} onClose={() => compare(false)} /> : bench}
      <LifeDialogs pipelineId={pipeline.id} saving={saving} />
    </PanelScreen>
  );
}

function Composing(props: { readonly drawing: Drawing }) {
  const { base, draft, version, pipeline: opened } = props.drawing;
  const [composer] = useState(() => createComposer(base, draft?.graph ?? base, version));
  const pipeline = useCall('pipelines.get', { pipelineId: opened.id });
  return (
    <ComposerProvider value={composer}>
      <ComposedProjectProvider value={opened.projectId}>
        <ComposedPipelineProvider value={opened.id}>
          <ReactFlowProvider>
            <Bench pipeline={pipeline.data ?? opened} draft={draft} />
          </ReactFlowProvider>
        </ComposedPipelineProvider>
      </ComposedProjectProvider>
    </ComposerProvider>
  );
}

/** Draws a pipeline's graph. */
export function ComposerScreen(props: { readonly pipelineId: string }) {
  const { pipelineId } = props;
  // Asked anew each time the screen opens: what is drawn changes with every stroke.
  const drawing = useQuery({
    queryKey: ['composer.open', pipelineId],
    queryFn: () => openDrawing(call, pipelineId),
    gcTime: 0,
  });
  return <QueryGate query={drawing}>{(data) => <Composing key={pipelineId} drawing={data} />}</QueryGate>;
}
