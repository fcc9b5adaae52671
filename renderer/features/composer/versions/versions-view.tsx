import { Badge, Button, CloseButton, Group, Select, Title } from '@mantine/core';
import { ReactFlowProvider } from '@xyflow/react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Graph } from '#core/model/graph.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { formatDateTime } from '#renderer/ui/format.ts';
import { notifyInfo } from '#renderer/ui/notify.ts';
import { QueryGate, SkeletonRows } from '#renderer/ui/query-gate.tsx';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import { ChangeList } from './change-list.tsx';
import { DiffCanvas } from './diff-canvas.tsx';
import { diffView } from './diff-view.ts';
import classes from './versions.module.css';
import { changeLines } from './words.ts';

const DRAWN = 'drawn';

/** The graph of a version by its number, or what is drawn; undefined while it is on its way. */
function useGraph(pipelineId: string, which: string): Graph | undefined {
  const drawn = useComposed(presentOf);
  const version = which === DRAWN ? 1 : Number(which);
  const query = useCall('pipelines.version', { pipelineId, version }, { enabled: which !== DRAWN });
  return which === DRAWN ? drawn : query.data;
}

/** Names of the project's datasets and recipes by id. */
function useNames(projectId: string): ReadonlyMap<string, string> {
  const datasets = useCall('datasets.list', { projectId });
  const recipes = useCall('recipes.list', { projectId });
  return useMemo(
    () =>
      new Map<string, string>([
        ...(datasets.data ?? []).map(({ id, name }) => [id, name] as const),
        ...(recipes.data ?? []).map(({ id, title }) => [id, title] as const),
      ]),
    [datasets.data, recipes.data],
  );
}

function Compared(props: { readonly before: Graph; readonly after: Graph; readonly projectId: string }) {
  const { before, after } = props;
  const names = useNames(props.projectId);
  const view = useMemo(() => diffView(before, after), [before, after]);
  const lines = useMemo(
    () => changeLines(before, after, view.difference, names),
    [before, after, view, names],
  );
  return (
    <ReactFlowProvider>
      <div className={classes.canvas}>
        <DiffCanvas view={view} />
      </div>
      <ChangeList lines={lines} />
    </ReactFlowProvider>
  );
}

/** The versions of a pipeline: what differs between two of them, and going back to one. */
export function VersionsView(props: { readonly pipeline: Pipeline; readonly onClose: () => void }) {
  const { t } = useTranslation('pipelines');
  const { pipeline, onClose } = props;
  const { id: pipelineId, projectId, version: latest, installedVersion } = pipeline;
  const composer = useComposer();
  const versions = useCall('pipelines.versions', { pipelineId });
  const [before, setBefore] = useState(String(latest));
  const [after, setAfter] = useState(DRAWN);
  const graphBefore = useGraph(pipelineId, before);
  const graphAfter = useGraph(pipelineId, after);
  const choices = [
    { value: DRAWN, label: t('versions.drawn') },
    ...(versions.data ?? []).map(({ version }) => ({
      value: String(version),
      label: t('versions.version', { version }),
    })),
  ];

  function restore() {
    if (!graphBefore) return;
    composer.edit(() => graphBefore);
    notifyInfo(t('versions.restored', { version: before }), t('versions.restoredText'));
    onClose();
  }

  return (
    <>
      <nav className={classes.list} aria-label={t('versions.title')}>
        <Group justify="space-between" wrap="nowrap">
          <Title order={2}>{t('versions.title')}</Title>
          <CloseButton aria-label={t('versions.close')} title={t('versions.close')} onClick={onClose} />
        </Group>
        <Select
          label={t('versions.compare')}
          value={before}
          data={choices}
          onChange={(value) => setBefore(value ?? before)}
        />
        <Select
          label={t('versions.with')}
          value={after}
          data={choices}
          onChange={(value) => setAfter(value ?? after)}
        />
        <Button variant="default" disabled={before === DRAWN || !graphBefore} onClick={restore}>
          {before === DRAWN ? t('versions.restoreNone') : t('versions.restore', { version: before })}
        </Button>
        <QueryGate query={versions}>
          {(rows) =>
            rows.map(({ version, author, createdAt, openCycles }) => (
              <div
                key={version}
                className={classes.version}
                data-chosen={String(version) === before ? true : undefined}
              >
                <span className={classes.versionHead}>
                  {t('versions.version', { version })}
                  {version === latest ? <Badge>{t('versions.latest')}</Badge> : null}
                  {version === installedVersion ? (
                    <Badge color="teal">{t('versions.installed')}</Badge>
                  ) : null}
                </span>
                <span className={classes.versionText}>
                  {author}, {formatDateTime(createdAt)}
                  <br />
                  {t('versions.open', { count: openCycles })}
                </span>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  disabled={String(version) === before}
                  onClick={() => setBefore(String(version))}
                >
                  {t('versions.choose', { version })}
                </Button>
              </div>
            ))
          }
        </QueryGate>
      </nav>
      {graphBefore && graphAfter ? (
        <Compared key={`${before} ${after}`} before={graphBefore} after={graphAfter} projectId={projectId} />
      ) : (
        <SkeletonRows />
      )}
    </>
  );
}
