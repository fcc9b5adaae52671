import { ActionIcon, Button, Select, Switch, Text, Title } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeSetting } from '#core/pipeline/edit/settings.ts';
import { addVariable } from '#core/pipeline/edit/variables.ts';
import { settingsOf } from '#core/pipeline/settings.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { RenameDialog } from '#renderer/ui/pipelines/rename-dialog.tsx';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposedPipeline, useComposer } from '../state/context.tsx';
import classes from './inspector.module.css';
import { VariableFields } from './variable-fields.tsx';

const AS_USUAL = '';

/** Name and description, which are no part of the graph: they take effect at once, without a new version. */
function PipelineHead() {
  const { t } = useTranslation('composer');
  const pipeline = useCall('pipelines.get', { pipelineId: useComposedPipeline() }).data;
  const [renaming, setRenaming] = useState(false);
  return (
    <>
      <div className={classes.head}>
        <Title order={2}>{pipeline?.name ?? t('pipeline.title')}</Title>
        <ActionIcon
          aria-label={t('pipeline.rename')}
          title={t('pipeline.rename')}
          disabled={!pipeline}
          onClick={() => setRenaming(true)}
        >
          <IconPencil size={16} />
        </ActionIcon>
      </div>
      {pipeline?.description ? <Text size="sm">{pipeline.description}</Text> : null}
      {pipeline && renaming ? <RenameDialog pipeline={pipeline} onClose={() => setRenaming(false)} /> : null}
    </>
  );
}

/** The pipeline itself: its variables and settings. */
export function PipelineForm() {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const graph = useComposed(presentOf);
  const settings = settingsOf(graph);
  return (
    <>
      <PipelineHead />
      <Text size="sm" c="dimmed">
        {t('pipeline.size', { nodes: graph.nodes.length, connections: graph.connections.length })}
      </Text>
      <Text size="sm" c="dimmed">
        {t('pipeline.text')}
      </Text>
      <Title order={3}>{t('variables.title')}</Title>
      <Text size="xs" c="dimmed">
        {t('variables.text')}
      </Text>
      {(graph.variables ?? []).map((variable) => (
        <VariableFields key={variable.name} graph={graph} variable={variable} />
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => composer.edit((before) => addVariable(before, 'variable'))}
      >
        {t('variables.add')}
      </Button>
      <Title order={3}>{t('pipelineSettings.title')}</Title>
      <Select
        label={t('pipelineSettings.resume')}
        description={t('pipelineSettings.resumeText')}
        allowDeselect={false}
        data={[
          { value: AS_USUAL, label: t('pipelineSettings.asUsual') },
          { value: 'resumeExistingCycles', label: t('pipelineSettings.resumeExistingCycles') },
          { value: 'terminateExistingCycles', label: t('pipelineSettings.terminateExistingCycles') },
        ]}
        value={settings.defaultResumeOption ?? AS_USUAL}
        onChange={(value) => {
          const option =
            value === 'resumeExistingCycles' || value === 'terminateExistingCycles' ? value : null;
          composer.edit((before) => changeSetting(before, 'defaultResumeOption', option));
        }}
      />
      <Switch
        label={t('pipelineSettings.keepTriggers')}
        description={t('pipelineSettings.keepTriggersText')}
        checked={settings.keepTriggersActive ?? false}
        onChange={(event) => {
          const kept = event.currentTarget.checked;
          composer.edit((before) => changeSetting(before, 'keepTriggersActive', kept));
        }}
      />
    </>
  );
}
