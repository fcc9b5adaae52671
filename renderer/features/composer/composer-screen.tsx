import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pipeline } from '#core/model/pipeline.ts';
import type { Runnable } from '#core/pipeline/specs.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { CARD } from '#renderer/ui/flow/positions.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { PanelScreen } from '#renderer/ui/screen.tsx';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { freePlace, newNode, placeAfter, withNode } from './canvas/add-node.ts';
import { Canvas } from './canvas/canvas.tsx';
import classes from './composer.module.css';
import { Inspector } from './inspector/inspector.tsx';
import { ComposerActions } from './layout/composer-actions.tsx';
import { useComposerCommands } from './layout/use-composer-commands.ts';
import { Library } from './library/library.tsx';
import { ProblemList } from './problems/problem-list.tsx';
import { createComposer, presentOf } from './state/composer.ts';
import { ComposerProvider, useComposer } from './state/context.tsx';
import { chosen } from './state/selection.ts';
import { useProblemSearch } from './state/use-problem-search.ts';

/** Adds a node of a kind: after the chosen one, connected to it, or in the middle of what is in sight. */
function useAddNode(): (kind: Runnable) => void {
  const composer = useComposer();
  const { screenToFlowPosition } = useReactFlow();
  return (kind) => {
    const area = document.querySelector('[data-composer-canvas]')?.getBoundingClientRect();
    const middle = screenToFlowPosition({
      x: (area?.left ?? 0) + (area?.width ?? 0) / 2,
      y: (area?.top ?? 0) + (area?.height ?? 0) / 2,
    });
    const id = crypto.randomUUID();
    const [only, ...more] = composer.getState().selection.nodes;
    composer.edit(
      (graph) => {
        const after = graph.nodes.find((node) => node.id === only && more.length === 0) ?? null;
        const at = after
          ? placeAfter(graph, after)
          : freePlace(graph, { x: middle.x - CARD.width / 2, y: middle.y - CARD.height / 2 });
        return withNode(graph, newNode(graph, kind, id, at), after);
      },
      { select: chosen({ nodes: [id] }) },
    );
  };
}

function Bench(props: { readonly pipeline: Pipeline }) {
  const { t } = useTranslation('composer');
  const { pipeline } = props;
  const composer = useComposer();
  const refresh = useRefresh();
  const update = useMutate('pipelines.update');
  const add = useAddNode();
  useProblemSearch();

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
  useComposerCommands(save);

  return (
    <PanelScreen
      title={pipeline.name}
      summary={t('title')}
      actions={<ComposerActions pipeline={pipeline} saving={update.isPending} onSave={save} />}
    >
      <Library onAdd={add} />
      <div className={classes.middle}>
        <Canvas />
        <ProblemList />
      </div>
      <Inspector />
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
