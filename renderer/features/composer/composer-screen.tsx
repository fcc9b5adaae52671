import { ReactFlowProvider } from '@xyflow/react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pipeline } from '#core/model/pipeline.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { PanelScreen } from '#renderer/ui/screen.tsx';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { Canvas } from './canvas/canvas.tsx';
import { useAddNode } from './canvas/use-add-node.ts';
import classes from './composer.module.css';
import { Inspector } from './inspector/inspector.tsx';
import { ComposerActions } from './layout/composer-actions.tsx';
import { useClipboard } from './layout/use-clipboard.ts';
import { useComposerCommands } from './layout/use-composer-commands.ts';
import { Library } from './library/library.tsx';
import { ProblemList } from './problems/problem-list.tsx';
import { SimulatePanel } from './simulate/simulate-panel.tsx';
import { createComposer, presentOf } from './state/composer.ts';
import { ComposerProvider, useComposer } from './state/context.tsx';
import { useProblemSearch } from './state/use-problem-search.ts';

function Bench(props: { readonly pipeline: Pipeline }) {
  const { t } = useTranslation('composer');
  const { pipeline } = props;
  const composer = useComposer();
  const refresh = useRefresh();
  const update = useMutate('pipelines.update');
  const add = useAddNode();
  const [simulating, setSimulating] = useState(false);
  useProblemSearch();
  useClipboard();

  function save() {
    const graph = presentOf(composer.getState());
    update.mutate(
      { pipelineId: pipeline.id, graph, fromVersion: pipeline.version },
      {
        onSuccess: () => composer.markSaved(graph),
        onSettled: () => refresh('pipelines.'),
      },
    );
  }
  function simulate(open: boolean) {
    setSimulating(open);
    if (!open) composer.showSimulation(null);
  }
  useComposerCommands({ save, simulate: () => simulate(!simulating) });

  return (
    <PanelScreen
      title={pipeline.name}
      summary={t('title')}
      actions={
        <ComposerActions
          pipeline={pipeline}
          saving={update.isPending}
          onSave={save}
          simulating={simulating}
          onSimulate={simulate}
        />
      }
    >
      {/* What is simulated needs the room, and no new nodes. */}
      {simulating ? null : <Library onAdd={add} />}
      <div className={classes.middle}>
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
    </PanelScreen>
  );
}

function Composing(props: { readonly pipeline: Pipeline }) {
  const [composer] = useState(() => createComposer(props.pipeline.graph));
  return (
    <ComposerProvider value={composer}>
      <ReactFlowProvider>
        <Bench pipeline={props.pipeline} />
      </ReactFlowProvider>
    </ComposerProvider>
  );
}

/** Draws a pipeline's graph. */
export function ComposerScreen(props: { readonly pipelineId: string }) {
  const pipeline = useCall('pipelines.get', { pipelineId: props.pipelineId });
  return <QueryGate query={pipeline}>{(data) => <Composing key={data.id} pipeline={data} />}</QueryGate>;
}
