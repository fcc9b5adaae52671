import classes from './path-text.module.css';

/** A path on one line; too long ones lose their start, since the end tells them apart. */
export function PathText(props: { readonly path: string; readonly dim?: boolean }) {
  return (
    <span className={classes.path} data-dim={props.dim ? true : undefined} title={props.path} data-selectable>
      {/* Isolated, so that the box's right-to-left order does not move slashes and brackets. */}
      <bdi dir="ltr">{props.path}</bdi>
    </span>
  );
}
