/** The line of a connection on the canvas. */
import { type EdgeProps, getBezierPath, getSmoothStepPath } from '@xyflow/react';
import { type EdgeRoute, turnAt } from './edge-route.ts';

type Run = Pick<
  EdgeProps,
  'sourceX' | 'sourceY' | 'targetX' | 'targetY' | 'sourcePosition' | 'targetPosition'
>;

/** The path in SVG's words, and where on the canvas its label goes, in pixels. */
export function edgePath(run: Run, route: EdgeRoute): readonly [path: string, x: number, y: number] {
  if (route === 'curve') {
    const [path, x, y] = getBezierPath(run);
    return [path, x, y];
  }
  const from = { x: run.sourceX, y: run.sourceY };
  const to = { x: run.targetX, y: run.targetY };
  const turn = turnAt(route, from, to);
  const [path] = getSmoothStepPath({ ...run, centerX: turn, borderRadius: 14 });
  // The label goes to the middle of the long stretch.
  return route === 'late' ? [path, (from.x + turn) / 2, from.y] : [path, (turn + to.x) / 2, to.y];
}
