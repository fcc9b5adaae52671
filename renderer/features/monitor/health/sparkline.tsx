import { sparkPath } from './spark.ts';

const [WIDTH, HEIGHT] = [120, 22];

/** How much ended in each minute, as a line. */
export function Sparkline(props: { readonly perMinute: readonly number[]; readonly label: string }) {
  return (
    <svg
      role="img"
      aria-label={props.label}
      width={WIDTH}
      height={HEIGHT + 2}
      viewBox={`0 -1 ${WIDTH} ${HEIGHT + 2}`}
      style={{ display: 'block' }}
    >
      <title>{props.label}</title>
      <path
        d={sparkPath(props.perMinute, WIDTH, HEIGHT)}
        fill="none"
        stroke="var(--sl-running)"
        strokeWidth={1.5}
      />
    </svg>
  );
}
