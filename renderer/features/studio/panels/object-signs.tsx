import { IconLink, IconLock, IconStackBack, IconStackPop, type TablerIcon } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Annotation } from '#core/model/annotation.ts';
import { flagsOf } from '#core/model/object-flags.ts';
import classes from './object-signs.module.css';

/** Small signs in the row of an object: what is said of it besides its label. Nothing when nothing is said. */
export const ObjectSigns = memo(function ObjectSigns(props: { readonly annotation: Annotation }) {
  const { t } = useTranslation('objects');
  const { occluded, locked, groupId, instanceId, z } = flagsOf(props.annotation);
  return (
    <>
      {instanceId === null ? null : (
        <span className={classes.instance} title={t('sign.instance', { instance: instanceId })}>
          #{instanceId}
        </span>
      )}
      {occluded ? <Sign icon={IconStackBack} label={t('sign.occluded')} /> : null}
      {z > 0 ? <Sign icon={IconStackPop} label={t('sign.raised')} /> : null}
      {groupId === null ? null : <Sign icon={IconLink} label={t('sign.grouped')} />}
      {locked ? <Sign icon={IconLock} label={t('sign.locked')} /> : null}
    </>
  );
});

function Sign(props: { readonly icon: TablerIcon; readonly label: string }) {
  const Icon = props.icon;
  return (
    <span className={classes.sign} title={props.label} role="img" aria-label={props.label}>
      <Icon size={13} aria-hidden />
    </span>
  );
}
