import { MultiSelect, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { GraphNode } from '#core/model/graph.ts';
import { type StoredTrigger, setTrigger, startAt } from '#core/pipeline/edit/starts.ts';
import { EVENT_RESOURCES } from '#core/pipeline/rules/triggers.ts';
import { datasetsBefore } from '#core/pipeline/sources.ts';
import { type EventTrigger, triggerOf } from '#core/pipeline/triggers.ts';
import { FilterBuilder } from '#renderer/ui/filter-builder/filter-builder.tsx';
import { TriggerState } from '#renderer/ui/pipelines/trigger-state.tsx';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposedPipeline, useComposer } from '../state/context.tsx';
import { CronFields } from './cron-fields.tsx';

const NONE = 'none';
const NEW_TRIGGERS: Readonly<Record<string, StoredTrigger>> = {
  Event: {
    type: 'Event',
    spec: { resource: 'Item', actions: ['Created'], executionMode: 'Once', filter: '' },
  },
  Cron: { type: 'Cron', spec: { cron: '0 6 * * *' } },
};

/** What starts cycles at a node by itself: something that happens, or a time. */
export function TriggerForm(props: { readonly node: GraphNode }) {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const graph = useComposed(presentOf);
  const { id } = props.node;
  const start = startAt(graph, id);
  const stored = start?.trigger ?? null;
  const pipelineId = useComposedPipeline();
  const trigger = start && triggerOf(start);
  // What else is stored in a trigger stays.
  const change = (part: Readonly<Record<string, unknown>>) => {
    if (!stored) return;
    const changed = { ...stored, spec: { ...stored.spec, ...part } };
    composer.edit((before) => setTrigger(before, id, changed), { key: `trigger ${Object.keys(part)} ${id}` });
  };
  const kinds = [NONE, 'Event', 'Cron'].map((value) => ({ value, label: t(`trigger.kinds.${value}`) }));
  const type = stored ? (stored.type ?? '') : NONE;
  return (
    <>
      <Select
        label={t('trigger.title')}
        description={t('trigger.text')}
        allowDeselect={false}
        data={kinds.some(({ value }) => value === type) ? kinds : [...kinds, { value: type, label: type }]}
        value={type}
        onChange={(kind) =>
          composer.edit((before) => setTrigger(before, id, (kind && NEW_TRIGGERS[kind]) || null))
        }
      />
      {trigger?.kind === 'event' ? (
        <EventFields trigger={trigger} datasetIds={datasetsBefore(graph, id)} onChange={change} />
      ) : null}
      {trigger?.kind === 'cron' ? <CronFields trigger={trigger} onChange={change} /> : null}
      {trigger ? <TriggerState pipelineId={pipelineId} nodeId={id} /> : null}
    </>
  );
}

function EventFields(props: {
  readonly trigger: EventTrigger;
  readonly datasetIds: readonly string[];
  readonly onChange: (part: Readonly<Record<string, unknown>>) => void;
}) {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const { trigger, onChange } = props;
  const { resource, actions } = trigger;
  const known = EVENT_RESOURCES.get(resource)?.actions ?? [];
  const isOfItems = resource === 'Item' || resource === 'ItemStatus';
  return (
    <>
      <Select
        label={t('trigger.resource')}
        allowDeselect={false}
        data={[...new Set([...EVENT_RESOURCES.keys(), resource])]}
        value={resource}
        onChange={(name) => {
          const first = name && EVENT_RESOURCES.get(name)?.actions[0];
          if (name && first && name !== resource) onChange({ resource: name, actions: [first] });
        }}
      />
      <MultiSelect
        label={t('trigger.actions')}
        data={[...new Set([...known, ...actions])]}
        value={[...actions]}
        error={actions.length === 0 ? t('trigger.noAction') : undefined}
        onChange={(chosen) => chosen.length > 0 && onChange({ actions: chosen })}
      />
      <Select
        label={t('trigger.mode')}
        allowDeselect={false}
        data={[
          { value: 'Once', label: t('trigger.once') },
          { value: 'Always', label: t('trigger.always') },
        ]}
        value={trigger.executionMode}
        onChange={(executionMode) => onChange({ executionMode })}
      />
      <FilterBuilder
        label={t('trigger.filter')}
        value={trigger.filter}
        datasetIds={isOfItems ? props.datasetIds : []}
        joins={isOfItems}
        onChange={(filter) => onChange({ filter })}
        onBlur={() => composer.endStep()}
      />
    </>
  );
}
