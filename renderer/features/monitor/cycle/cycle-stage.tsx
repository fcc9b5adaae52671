import { useMemo, useState } from 'react';
import type { Cycle, CycleNode } from '#core/model/cycle.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { usePositions } from '#renderer/ui/flow/use-positions.ts';
import { QueryGate, SkeletonRows } from '#renderer/ui/query-gate.tsx';
import { usePages } from '#renderer/ui/use-pages.ts';
import { GraphCanvas } from '../graph-view.tsx';
import classes from '../panel.module.css';
import { CyclePanel } from './cycle-panel.tsx';
import { litBy } from './lit.ts';

/** So many decisions are shown at once. */
const EVENTS = 100;

function Path(props: {
  readonly pipeline: Pipeline;
  readonly cycle: Cycle;
  readonly nodes: readonly CycleNode[];
  readonly onClose: () => void;
}) {
  const { pipeline, cycle } = props;
  const [selected, setSelected] = useState<string | null>(null);
  const other = cycle.version !== pipeline.version;
  const version = useCall(
    'pipelines.version',
    { pipelineId: pipeline.id, version: cycle.version },
    { enabled: other },
  );
  const graph = other ? version.data : pipeline.graph;
  const positions = usePositions(pipeline.id, cycle.version, graph ?? pipeline.graph);
  const way = useCall('cycles.way', { cycleId: cycle.id });
  const lit = useMemo(() => litBy(props.nodes, way.data ?? []), [props.nodes, way.data]);
  const events = usePages('explain.cycle', { cycleId: cycle.id, limit: EVENTS });
  const node = graph?.nodes.find((one) => one.id === selected) ?? null;
  return (
    <>
      <div className={classes.stage}>
        {graph && positions ? (
          <GraphCanvas
            graph={graph}
            counts={pipeline.counts}
            positions={positions}
            selected={selected}
            lit={lit}
            onSelect={setSelected}
          />
        ) : (
          <SkeletonRows />
        )}
      </div>
      <CyclePanel
        cycle={cycle}
        nodes={props.nodes}
        graph={graph ?? pipeline.graph}
        events={events}
        node={node}
        onNode={setSelected}
        onClose={props.onClose}
      />
    </>
  );
}

/** The graph with the way of one cycle lit, and what was decided on it. */
export function CycleStage(props: {
  readonly pipeline: Pipeline;
  readonly cycleId: string;
  readonly onClose: () => void;
}) {
  const view = useCall('cycles.view', { cycleId: props.cycleId });
  return (
    <QueryGate query={view}>
      {({ cycle, nodes }) => (
        <Path key={cycle.id} pipeline={props.pipeline} cycle={cycle} nodes={nodes} onClose={props.onClose} />
      )}
    </QueryGate>
  );
}
