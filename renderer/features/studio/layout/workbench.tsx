import type { MouseEvent, ReactNode } from 'react';
import classes from './workbench.module.css';

/**
 * A button that is clicked leaves the keys to the canvas: else the next Space, meant to move the picture, would press
 * the button again. By Tab the buttons are reached as ever.
 */
function keepFocus(event: MouseEvent): void {
  if (event.target instanceof Element && event.target.closest('button')) event.preventDefault();
}

/** The frame of studio and review: header, columns around the canvas, bar with the decisions. */
export function Workbench(props: {
  readonly label: string;
  readonly header: ReactNode;
  readonly left?: ReactNode;
  readonly center: ReactNode;
  readonly right: ReactNode;
  readonly bar?: ReactNode;
}) {
  return (
    <section className={classes.workbench} aria-label={props.label} onMouseDown={keepFocus}>
      <header className={classes.header}>{props.header}</header>
      <div className={classes.columns}>
        {props.left ? <aside className={classes.left}>{props.left}</aside> : null}
        {props.center}
        {props.right}
      </div>
      {props.bar ? <footer className={classes.bar}>{props.bar}</footer> : null}
    </section>
  );
}

/** The canvas with banners above it. */
export function CenterColumn(props: { readonly children: ReactNode }) {
  return <div className={classes.center}>{props.children}</div>;
}
