import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Item } from '#core/model/item.ts';
import { useCall } from '#renderer/client/hooks.ts';
import type { Stage } from '../stage/stage.ts';
import { useTiles } from '../stage/use-tiles.ts';
import classes from './picture-detail.module.css';

/** Brings the full detail of a very large picture, and says so while it is shown coarsely. */
export function PictureDetail(props: { readonly stage: Stage; readonly item: Item }) {
  const { t } = useTranslation('studio');
  const { stage, item } = props;
  const deep = item.picture?.levels !== undefined && item.picture.levels !== null;
  const window = useCall('media.window', { datasetId: item.datasetId }, { enabled: deep }).data ?? null;
  const state = useTiles(stage, item, deep ? window : null);
  if (state === 'none' || state === 'ready') return null;
  return (
    <output className={classes.note}>
      {state === 'preparing' ? <Loader size={12} aria-hidden /> : null}
      {state === 'preparing' ? t('detail.preparing') : t('detail.failed', { reason: state.message })}
    </output>
  );
}
