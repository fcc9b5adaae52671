import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useProject } from '#renderer/ui/project.ts';
import { screenOf } from '#renderer/ui/routes.ts';
import { type Place, RAIL } from './places.ts';
import classes from './rail.module.css';

function RailLink(props: { readonly place: Place; readonly current: boolean; readonly enabled: boolean }) {
  const { t } = useTranslation('app');
  const { place } = props;
  const Icon = place.icon;
  const content = (
    <>
      <Icon size={20} stroke={1.6} aria-hidden />
      <span>{t(`place.${place.screen}`)}</span>
    </>
  );
  if (!props.enabled) {
    return (
      <span className={classes.link} aria-disabled data-disabled title={t('rail.needsProject')}>
        {content}
      </span>
    );
  }
  return (
    <Link
      href={place.address()}
      className={classes.link ?? ''}
      aria-current={props.current ? 'page' : undefined}
      draggable={false}
    >
      {content}
    </Link>
  );
}

/** Where one can go. */
export function Rail() {
  const { t } = useTranslation('app');
  const [location] = useLocation();
  const { project } = useProject();
  const screen = screenOf(location) ?? 'home';
  const link = (place: Place) => (
    <RailLink
      key={place.screen}
      place={place}
      current={place.covers.includes(screen)}
      enabled={!place.needsProject || project !== null}
    />
  );
  return (
    <nav className={classes.rail} aria-label={t('rail.label')}>
      {RAIL.filter((place) => !place.low).map(link)}
      <div className={classes.gap} />
      {RAIL.filter((place) => place.low).map(link)}
    </nav>
  );
}
