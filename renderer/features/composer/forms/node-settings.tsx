import { Text } from '@mantine/core';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { GraphNode } from '#core/model/graph.ts';
import { type Runnable, refusalOf, runnableOf } from '#core/pipeline/specs.ts';
import { variableValues } from '#core/pipeline/variables.ts';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import classes from './forms.module.css';
import { CodeForm, UserForm } from './kinds/code.tsx';
import { MergeForm, UpdateVariableForm, WaitForm } from './kinds/flow.tsx';
import { ImageTransformForm } from './kinds/image-transform.tsx';
import { AnnotationsRuleForm, ItemSetForm, NothingToSet, QualityCheckForm } from './kinds/items.tsx';
import { ModelForm } from './kinds/model.tsx';
import { ExportForm, WebhookForm } from './kinds/outward.tsx';
import { SplitForm } from './kinds/split.tsx';
import { StorageForm } from './kinds/storage.tsx';
import { TaskForm } from './kinds/task.tsx';
import { VideoSplitForm } from './kinds/video-split.tsx';
import { nodeSettings, SettingsProvider, useSettings } from './settings.tsx';

const FORMS: Readonly<Record<Runnable, ComponentType>> = {
  storage: StorageForm,
  task: TaskForm,
  split: SplitForm,
  'video.split': VideoSplitForm,
  'image.transform': ImageTransformForm,
  'item.set': ItemSetForm,
  'item.delete': NothingToSet,
  'quality.check': QualityCheckForm,
  'annotations.rule': AnnotationsRuleForm,
  ml: ModelForm,
  code: CodeForm,
  user: UserForm,
  merge: MergeForm,
  wait: WaitForm,
  updateVariable: UpdateVariableForm,
  export: ExportForm,
  webhook: WebhookForm,
};

/** What is wrong and belongs to no field. It is drawn after the fields, which say what they ask for, and shown before them. */
function OtherErrors() {
  const settings = useSettings();
  return settings.otherErrors().map((message) => (
    <Text key={message} size="xs" className={classes.other ?? ''} role="alert">
      {message}
    </Text>
  ));
}

/** A node that does not run here, as it is kept. */
function StoredNode(props: { readonly node: GraphNode }) {
  const { t } = useTranslation('forms');
  const { metadata, config, namespace } = props.node;
  const shown = { ...(namespace ? { namespace } : {}), metadata, ...(config ? { config } : {}) };
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('stored')}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre className={classes.json} tabIndex={0} data-selectable>
        {JSON.stringify(shown, null, 2)}
      </pre>
    </>
  );
}

/** How the node is set up, by what kind it is. */
export function NodeSettingsForm(props: { readonly node: GraphNode }) {
  const composer = useComposer();
  const graph = useComposed(presentOf);
  const { node } = props;
  const kind = runnableOf(node);
  if (kind === null || refusalOf(node) !== null) return <StoredNode node={node} />;
  const Form = FORMS[kind];
  return (
    <SettingsProvider value={nodeSettings({ composer, node, kind, variables: variableValues(graph) })}>
      <div className={classes.fields} data-settings>
        <Form key={node.id} />
        <OtherErrors />
      </div>
    </SettingsProvider>
  );
}
