import { Button } from '@mantine/core';
import { IconPencil, IconUsers } from '@tabler/icons-react';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft } from '#contract/drafts.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { formatDateTime } from '#renderer/ui/format.ts';
import { notifyInfo } from '#renderer/ui/notify.ts';
import { isChanged } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import classes from './notices.module.css';

/** Somebody saved a version meanwhile: the person compares, and chooses which to go on with. */
function NewerVersion(props: { readonly pipeline: Pipeline; readonly onCompare: () => void }) {
  const { t } = useTranslation('pipelines');
  const composer = useComposer();
  const { version, graph } = props.pipeline;
  const versions = useCall('pipelines.versions', { pipelineId: props.pipeline.id });
  const latest = versions.data?.find((one) => one.version === version);
  return (
    <div className={classes.notice} role="alert" data-tone="warning">
      <IconUsers size={16} aria-hidden />
      <span className={classes.text}>
        {t('newer.text', {
          version,
          author: latest?.author ?? '…',
          time: latest ? formatDateTime(latest.createdAt) : '…',
        })}
      </span>
      <Button variant="default" onClick={props.onCompare}>
        {t('newer.compare')}
      </Button>
      <Button
        variant="default"
        title={t('newer.takeText')}
        onClick={() => {
          composer.edit(() => graph);
          composer.markSaved(graph, version);
        }}
      >
        {t('newer.take', { version })}
      </Button>
      <Button
        variant="default"
        title={t('newer.keepText', { version })}
        onClick={() => composer.markSaved(graph, version)}
      >
        {t('newer.keep')}
      </Button>
    </div>
  );
}

/** What the composer began with was drawn before and not saved. */
function OpenedDraft(props: { readonly draft: Draft }) {
  const { t } = useTranslation('pipelines');
  const composer = useComposer();
  const { drawnBy, drawnAt, fromVersion } = props.draft;
  return (
    <div className={classes.notice} role="status">
      <IconPencil size={16} aria-hidden />
      <span className={classes.text}>
        {t('draft.text', { time: formatDateTime(drawnAt), author: drawnBy, version: fromVersion })}
      </span>
      <Button
        variant="default"
        title={t('draft.discardText')}
        onClick={() => composer.edit(() => composer.getState().saved)}
      >
        {t('draft.discard')}
      </Button>
    </div>
  );
}

/** What there is to know about the drawing before going on with it. */
export function Notices(props: {
  readonly pipeline: Pipeline;
  readonly draft: Draft | null;
  readonly saving: boolean;
  readonly onCompare: () => void;
}) {
  const { t } = useTranslation('pipelines');
  const { pipeline, draft, saving } = props;
  const composer = useComposer();
  const changed = useComposed(isChanged);
  const version = useComposed((state) => state.version);
  const newer = pipeline.version > version && !saving;

  const follow = useEffectEvent(() => {
    composer.edit(() => pipeline.graph);
    composer.markSaved(pipeline.graph, pipeline.version);
    notifyInfo(t('newer.followed', { version: pipeline.version }), t('newer.followedText'));
  });
  // Nothing is drawn that could get lost: the latest version is shown.
  useEffect(() => {
    if (newer && !changed) follow();
  }, [newer, changed]);

  if (!changed) return null;
  if (newer) return <NewerVersion pipeline={pipeline} onCompare={props.onCompare} />;
  // Once a version was saved, what is drawn is something else.
  return draft && draft.fromVersion === version ? <OpenedDraft draft={draft} /> : null;
}
