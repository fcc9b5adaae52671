import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus, IconSitemap } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pipeline } from '#core/model/pipeline.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { usePositions } from '#renderer/ui/flow/use-positions.ts';
import { LinkButton } from '#renderer/ui/link-button.tsx';
import { useProject } from '#renderer/ui/project.ts';
import { QueryGate, SkeletonRows } from '#renderer/ui/query-gate.tsx';
import { routes } from '#renderer/ui/routes.ts';
import { PanelScreen } from '#renderer/ui/screen.tsx';
import { CycleStage } from './cycle/cycle-stage.tsx';
import { CycleList } from './cycle-list.tsx';
import { ExecutionsTab } from './executions-tab.tsx';
import { GraphCanvas } from './graph-view.tsx';
import { Failures } from './health/failures.tsx';
import { ProgressContext, useProgress } from './health/use-progress.ts';
import { NewPipeline } from './make/new-pipeline.tsx';
import { NodePanel } from './node-panel.tsx';
import classes from './panel.module.css';
import { PipelineActions } from './pipeline-actions.tsx';
import { PipelineList } from './pipeline-list.tsx';
import { useSummary } from './use-summary.ts';

const TABS = ['graph', 'cycles', 'executions', 'failures'] as const;
type Tab = (typeof TABS)[number];

function Stage(props: { readonly pipeline: Pipeline }) {
  const { t } = useTranslation('monitor');
  const { pipeline } = props;
  const [tab, setTab] = useState<Tab>('graph');
  const [selected, setSelected] = useState<string | null>(null);
  const [cycleId, setCycleId] = useState<string | null>(null);
  const failed = pipeline.counts.nodes.reduce((sum, one) => sum + one.failed, 0);
  const positions = usePositions(pipeline.id, pipeline.version, pipeline.graph);
  const progress = useProgress(pipeline);
  const node = pipeline.graph.nodes.find((one) => one.id === selected) ?? null;

  useCommands([
    {
      id: 'monitor.close',
      title: t('node.close'),
      group: t('title'),
      keys: ['Escape'],
      enabled: selected !== null || cycleId !== null,
      run: () => (cycleId === null ? setSelected(null) : setCycleId(null)),
    },
  ]);

  if (cycleId !== null) {
    return <CycleStage pipeline={pipeline} cycleId={cycleId} onClose={() => setCycleId(null)} />;
  }
  return (
    <>
      <div className={classes.main}>
        <div className={classes.tabs}>
          <SegmentedControl
            aria-label={t('tab.label')}
            value={tab}
            onChange={(value) => {
              setCycleId(null);
              setTab(value as Tab);
            }}
            data={TABS.map((value) => ({ value, label: t(`tab.${value}`, { count: failed }) }))}
          />
        </div>
        {tab === 'cycles' ? <CycleList pipelineId={pipeline.id} onOpen={setCycleId} /> : null}
        {tab === 'executions' ? (
          <ExecutionsTab pipelineId={pipeline.id} graph={pipeline.graph} onCycle={setCycleId} />
        ) : null}
        {tab === 'failures' ? (
          <Failures
            pipelineId={pipeline.id}
            onNode={(nodeId) => {
              setTab('graph');
              setSelected(nodeId);
            }}
          />
        ) : null}
        {tab === 'graph' ? (
          <div className={classes.stage}>
            {positions ? (
              <ProgressContext value={progress}>
                <GraphCanvas
                  graph={pipeline.graph}
                  counts={pipeline.counts}
                  positions={positions}
                  selected={selected}
                  onSelect={setSelected}
                />
              </ProgressContext>
            ) : (
              <SkeletonRows />
            )}
          </div>
        ) : null}
      </div>
      {node && tab === 'graph' ? (
        <NodePanel
          pipeline={pipeline}
          node={node}
          progress={progress.get(node.id)}
          onCycle={setCycleId}
          onClose={() => setSelected(null)}
        />
      ) : null}
    </>
  );
}

/** Pipelines at work: the graph with live counts, what each node did, and every cycle. */
export function MonitorScreen(props: { /** Null: the first one. */ readonly pipelineId: string | null }) {
  const { t } = useTranslation('monitor');
  const { project } = useProject();
  const list = useCall('pipelines.list', { projectId: project?.id ?? '' }, { enabled: project !== null });
  const current = list.data?.find((one) => one.id === props.pipelineId) ?? list.data?.[0];
  const pipeline = useCall(
    'pipelines.get',
    { pipelineId: current?.id ?? '' },
    { enabled: current !== undefined },
  );
  const summary = useSummary();
  const [making, setMaking] = useState(false);
  useCommands([
    {
      id: 'pipelines.new',
      title: t('new'),
      group: t('title'),
      keys: ['N'],
      enabled: project !== null,
      run: () => setMaking(true),
    },
  ]);
  const make = (
    <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setMaking(true)}>
      {t('new')}
    </Button>
  );
  return (
    <PanelScreen
      title={current?.name ?? t('title')}
      summary={pipeline.data ? summary(pipeline.data) : null}
      actions={
        pipeline.data ? (
          <>
            <LinkButton variant="default" to={routes.compose(pipeline.data.id)}>
              {t('edit')}
            </LinkButton>
            <PipelineActions key={pipeline.data.id} pipeline={pipeline.data} />
            <Button
              variant="default"
              leftSection={<IconPlus size={15} aria-hidden />}
              onClick={() => setMaking(true)}
            >
              {t('new')}
            </Button>
          </>
        ) : null
      }
    >
      <QueryGate query={list}>
        {(pipelines) =>
          current ? (
            <>
              {/* The only one is told of in the header already. */}
              {pipelines.length > 1 ? <PipelineList pipelines={pipelines} current={current.id} /> : null}
              <QueryGate query={pipeline}>{(data) => <Stage key={data.id} pipeline={data} />}</QueryGate>
            </>
          ) : (
            <EmptyState icon={IconSitemap} title={t('none')} text={t('noneText')}>
              {make}
            </EmptyState>
          )
        }
      </QueryGate>
      {making && project ? <NewPipeline projectId={project.id} onClose={() => setMaking(false)} /> : null}
    </PanelScreen>
  );
}
