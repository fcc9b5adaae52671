import type { ReactNode } from 'react';
import classes from './workbench.module.css';

/** The frame of studio and review: header, columns around the canvas, bar with the decisions. */
export function Workbench(props: {
  readonly label: string;
  readonly header: ReactNode;
  readonly left?: ReactNode;
  readonly center: ReactNode;
  readonly right: ReactNode;
  readonly bar: ReactNode;
}) {
  return (
    <section className={classes.workbench} aria-label={props.label}>
      <header className={classes.header}>{props.header}</header>
      <div className={classes.columns}>
        {props.left ? <aside className={classes.left}>{props.left}</aside> : null}
        {props.center}
        {props.right}
      </div>
      <footer className={classes.bar}>{props.bar}</footer>
    </section>
  );
}

/** The canvas with banners above it. */
export function CenterColumn(props: { readonly children: ReactNode }) {
  return <div className={classes.center}>{props.children}</div>;
}
