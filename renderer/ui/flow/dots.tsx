import { useStore } from '@xyflow/react';
import { useId } from 'react';
import classes from './flow.module.css';
import { READABLE } from './mover.ts';

/** Distance of the dots, and their radius, in the graph's pixels. */
const [GAP, RADIUS] = [40, 1];

/** The ground of a canvas: dots that move with the graph. Reaches far beyond the edges, so that it can be shifted. */
export function Dots() {
  const id = useId();
  const [x, y, zoom] = useStore((state) => state.transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const gap = GAP * zoom;
  return (
    <div className={classes.dots} aria-hidden data-dots>
      {zoom < READABLE ? null : (
        <svg width="100%" height="100%" aria-hidden>
          <pattern
            id={id}
            x={(width + x) % gap}
            y={(height + y) % gap}
            width={gap}
            height={gap}
            patternUnits="userSpaceOnUse"
          >
            <circle cx={gap / 2} cy={gap / 2} r={RADIUS * zoom} fill="var(--xy-background-pattern-color)" />
          </pattern>
          <rect width="100%" height="100%" fill={`url(#${id})`} />
        </svg>
      )}
    </div>
  );
}
