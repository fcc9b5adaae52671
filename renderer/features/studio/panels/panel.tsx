import type { ReactNode } from 'react';
import classes from './panel.module.css';

/** A part of a side column with a heading. */
export function Panel(props: {
  readonly title: string;
  readonly note?: ReactNode;
  /** True: takes what room is left and scrolls. */
  readonly grows?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <section className={classes.panel} data-grows={props.grows || undefined} aria-label={props.title}>
      <header className={classes.head}>
        <h2>{props.title}</h2>
        <span className={classes.note}>{props.note}</span>
      </header>
      {props.children}
    </section>
  );
}
