/** How an edge gets from one card to another without going behind a third. */
import type { Place } from '#core/pipeline/layout.ts';
import { CARD } from './positions.ts';

/** `curve`: straight over; `late`: along its own row, turning just before the target; `early`: just after the source. */
export type EdgeRoute = 'curve' | 'late' | 'early';

/** Distance from a card at which an edge turns, in pixels. */
export const TURN = 34;
/** Room that an edge keeps from cards it passes. */
const CLEARANCE = 6;

const out = (card: Place): Place => ({ x: card.x + CARD.width, y: card.y + CARD.height / 2 });
const into = (card: Place): Place => ({ x: card.x, y: card.y + CARD.height / 2 });

function hits(point: Place, card: Place): boolean {
  return (
    point.x > card.x - CLEARANCE &&
    point.x < card.x + CARD.width + CLEARANCE &&
    point.y > card.y - CLEARANCE &&
    point.y < card.y + CARD.height + CLEARANCE
  );
}

function reaches(card: Place, from: Place, to: Place): boolean {
  return (
    card.x - CLEARANCE < to.x &&
    card.x + CARD.width + CLEARANCE > from.x &&
    card.y - CLEARANCE < Math.max(from.y, to.y) &&
    card.y + CARD.height + CLEARANCE > Math.min(from.y, to.y)
  );
}

/** Points along a route, close enough together that no card fits between. */
function trace(route: EdgeRoute, from: Place, to: Place): readonly Place[] {
  const steps = 48;
  const points: Place[] = [];
  if (route === 'curve') {
    const pull = Math.max(40, Math.abs(to.x - from.x) / 2);
    for (let step = 0; step <= steps; step += 1) {
      const t = step / steps;
      const [a, b, c, d] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
      points.push({
        x: a * from.x + b * (from.x + pull) + c * (to.x - pull) + d * to.x,
        y: a * from.y + b * from.y + c * to.y + d * to.y,
      });
    }
    return points;
  }
  const turn = turnAt(route, from, to);
  const corners = [from, { x: turn, y: from.y }, { x: turn, y: to.y }, to];
  for (let corner = 1; corner < corners.length; corner += 1) {
    const [start, end] = [corners[corner - 1] ?? from, corners[corner] ?? to];
    for (let step = 0; step <= steps; step += 1) {
      const t = step / steps;
      points.push({ x: start.x + (end.x - start.x) * t, y: start.y + (end.y - start.y) * t });
    }
  }
  return points;
}

/** The x at which a `late` or `early` edge turns. */
export function turnAt(route: 'late' | 'early', from: Place, to: Place): number {
  return route === 'late' ? to.x - TURN : from.x + TURN;
}

/** The first route that passes no other card; the curve when none does. Places are the cards' upper left corners. */
export function routeEdge(source: Place, target: Place, others: readonly Place[]): EdgeRoute {
  const [from, to] = [out(source), into(target)];
  if (to.x <= from.x) return 'curve';
  // All routes stay within the rectangle between the two ends: other cards need not be looked at.
  const near = others.filter((card) => reaches(card, from, to));
  if (near.length === 0) return 'curve';
  const free = (route: EdgeRoute) =>
    !trace(route, from, to).some((point) => near.some((card) => hits(point, card)));
  const routes: readonly EdgeRoute[] = ['curve', 'late', 'early'];
  return routes.find(free) ?? 'curve';
}
