import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './banner.module.css';

/** A line above the canvas that says something about the item, with what can be done about it. */
export function Banner(props: {
  readonly tone: 'rework' | 'failed' | 'info';
  readonly icon: TablerIcon;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}) {
  const Icon = props.icon;
  return (
    <div
      className={classes.banner}
      data-tone={props.tone}
      role={props.tone === 'failed' ? 'alert' : 'status'}
    >
      <Icon size={17} stroke={1.8} aria-hidden />
      <div className={classes.text} data-selectable>
        {props.children}
      </div>
      <div className={classes.actions}>{props.actions}</div>
    </div>
  );
}
