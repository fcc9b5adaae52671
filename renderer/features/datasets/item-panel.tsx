import { Anchor, Button, Text, Title } from '@mantine/core';
import { IconEye, IconPointer } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Item } from '#core/model/item.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { mediaUrl } from '#renderer/client/media.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { routes } from '#renderer/ui/routes.ts';
import classes from './data-screen.module.css';
import { factsOf } from './facts.ts';
import { FrameCheck } from './frame-check.tsx';
import { ItemHistory } from './item-history.tsx';

function Preview(props: { readonly item: Item }) {
  const { item } = props;
  const { t } = useTranslation('datasets');
  return (
    <div className={classes.preview}>
      {item.kind === 'video' ? (
        // biome-ignore lint/a11y/useMediaCaption: what people record for labelling has no captions.
        <video src={mediaUrl(item.id, 'original')} controls preload="metadata" aria-label={item.name} />
      ) : (
        <img src={mediaUrl(item.id, 'preview')} alt={t('panel.picture', { name: item.name })} />
      )}
    </div>
  );
}

/** Where a frame or a clone came from, with the way there. */
function SourceLink(props: { readonly item: Item }) {
  const { t } = useTranslation('datasets');
  const sourceId = props.item.sourceItemId ?? props.item.frame?.videoId ?? null;
  const source = useCall('items.get', { itemId: sourceId ?? '' }, { enabled: sourceId !== null });
  if (!source.data) return null;
  return (
    <Text size="sm">
      {t(props.item.sourceItemId ? 'panel.cloneOf' : 'panel.frameOf')}{' '}
      <Anchor component={Link} href={routes.data(source.data.datasetId)} size="sm">
        {source.data.name}
      </Anchor>
    </Text>
  );
}

/** Its file was changed after it was taken in, perhaps after it was labelled. */
function Overwritten(props: { readonly item: Item; readonly by: NonNullable<Item['overwritten']> }) {
  const { t } = useTranslation('datasets');
  const { item, by } = props;
  const source = useCall('items.get', { itemId: by.itemId });
  const hashes = { before: item.sha256?.slice(0, 12) ?? '', now: by.sha256.slice(0, 12) };
  return (
    <Text size="sm" c="red" role="alert">
      {t(item.annotationCount > 0 ? 'panel.overwrittenLabelled' : 'panel.overwritten', hashes)}{' '}
      {source.data ? (
        <Anchor component={Link} href={routes.data(source.data.datasetId)} inherit>
          {source.data.name}
        </Anchor>
      ) : null}
    </Text>
  );
}

/** All about one item. */
export function ItemPanel(props: { readonly item: Item | null }) {
  const { t } = useTranslation('datasets');
  const { item } = props;
  if (!item) {
    return (
      <aside className={classes.panel} aria-label={t('panel.label')}>
        <EmptyState icon={IconPointer} title={t('panel.none')} text={t('panel.noneText')} />
      </aside>
    );
  }
  return (
    <aside className={classes.panel} aria-label={t('panel.label')}>
      <Preview key={item.id} item={item} />
      <Button
        component={Link}
        href={routes.view(item.id)}
        variant="default"
        size="xs"
        style={{ flex: 'none' }}
        leftSection={<IconEye size={15} aria-hidden />}
      >
        {t('panel.open')}
      </Button>
      <div>
        <Title order={2} data-selectable style={{ overflowWrap: 'anywhere' }}>
          {item.name}
        </Title>
        {item.overwritten ? (
          <Overwritten item={item} by={item.overwritten} />
        ) : item.storage === 'missing' ? (
          <Text size="sm" c="red">
            {t('panel.missing')}
          </Text>
        ) : item.storage === 'remote' ? (
          <Text size="sm" c="dimmed">
            {t('panel.remote')}
          </Text>
        ) : null}
        {item.video?.damaged ? (
          <Text size="sm" c="orange">
            {t('panel.damaged')}
          </Text>
        ) : null}
      </div>
      <dl className={classes.facts} data-selectable>
        {factsOf(item).map((fact) => (
          <div key={fact.key} style={{ display: 'contents' }}>
            <dt>{t(`fact.${fact.key}`)}</dt>
            <dd>{fact.word ? t(fact.word) : fact.value}</dd>
          </div>
        ))}
      </dl>
      <FrameCheck item={item} />
      <SourceLink item={item} />
      <ItemHistory itemId={item.id} />
    </aside>
  );
}
