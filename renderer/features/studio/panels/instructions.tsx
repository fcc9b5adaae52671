import { MarkdownView } from '#renderer/features/help/index.ts';
import classes from './instructions.module.css';

/** What the recipe says to those who label, beside the canvas. */
export function Instructions(props: { readonly markdown: string }) {
  return (
    <div className={classes.page}>
      <MarkdownView markdown={props.markdown} compact />
    </div>
  );
}
