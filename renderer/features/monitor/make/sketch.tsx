import type { Graph } from '#core/model/graph.ts';
import { type Sketch, sketchOf } from '#core/pipeline/sketch.ts';
import { nodeKind } from '#renderer/ui/node-look.ts';
import classes from './make.module.css';

/** Pixels. */
const SIZE = { width: 150, height: 64 } as const;
const BOX = { width: 15, height: 9 } as const;
const EDGE = 10;

const left = (x: number) => EDGE + x * (SIZE.width - 2 * EDGE);
const top = (y: number) => EDGE + y * (SIZE.height - 2 * EDGE);

/** A small drawing of a graph. */
export function GraphSketch(props: { readonly graph: Graph }) {
  const sketch: Sketch = sketchOf(props.graph);
  const kinds = new Map<string, string>(props.graph.nodes.map((node) => [node.id, nodeKind(node)]));
  return (
    <svg className={classes.sketch} viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} aria-hidden="true">
      {sketch.lines.map(({ id, from, to }) => {
        const [x1, x2] = [left(from.x) + BOX.width / 2, left(to.x) - BOX.width / 2];
        const middle = (x1 + x2) / 2;
        return (
          <path
            key={id}
            className={classes.sketchLine}
            d={`M${x1} ${top(from.y)} C${middle} ${top(from.y)} ${middle} ${top(to.y)} ${x2} ${top(to.y)}`}
          />
        );
      })}
      {sketch.boxes.map(({ id, x, y }) => (
        <rect
          key={id}
          className={classes.sketchBox}
          data-kind={kinds.get(id)}
          x={left(x) - BOX.width / 2}
          y={top(y) - BOX.height / 2}
          {...BOX}
          rx={2.5}
        />
      ))}
    </svg>
  );
}
