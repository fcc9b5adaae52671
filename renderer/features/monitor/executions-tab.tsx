import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Graph } from '#core/model/graph.ts';
import { Executions } from './executions.tsx';
import classes from './panel.module.css';

/** Everything that ran, runs and waits in a pipeline, by node and state. */
export function ExecutionsTab(props: {
  readonly pipelineId: string;
  readonly graph: Graph;
  readonly onCycle: (cycleId: string) => void;
}) {
  const { t } = useTranslation('monitor');
  const [nodeId, setNodeId] = useState<string | null>(null);
  const { nodes } = props.graph;
  const nameOf = (id: string) => nodes.find((node) => node.id === id)?.name ?? id;
  return (
    <div className={classes.wide}>
      <Executions
        pipelineId={props.pipelineId}
        nodeId={nodeId}
        nameOf={nameOf}
        choices={
          <Select
            size="xs"
            clearable
            searchable
            aria-label={t('execution.node')}
            placeholder={t('execution.anyNode')}
            value={nodeId}
            onChange={setNodeId}
            data={nodes.map((node) => ({ value: node.id, label: node.name }))}
          />
        }
        onCycle={props.onCycle}
      />
    </div>
  );
}
