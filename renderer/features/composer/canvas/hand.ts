/**
 * Nodes under the hand. While they are dragged their cards and connections are moved on the page itself; the graph, and
 * with it React, hears of it when they are let go: drawing 300 cards and 500 connections anew takes three frames.
 */
import { Position } from '@xyflow/react';
import type { Place } from '#core/pipeline/layout.ts';
import { edgePath } from '#renderer/ui/flow/edge-path.ts';
import { routeEdge } from '#renderer/ui/flow/edge-route.ts';
import type { CanvasView, CardNode, WayEdge } from './view.ts';

export type Line = {
  readonly id: string;
  /** In the words of SVG. */
  readonly path: string;
  /** Where its label goes. */
  readonly label: Place;
};

type Ends = { readonly source: CardNode; readonly target: CardNode };

/** Where a connection is fixed to a card, in the graph's pixels: as the library reckons. */
function portAt(card: CardNode, place: Place, portId: string | null | undefined): Place | null {
  const handle = card.handles?.find((one) => one.id === portId);
  if (!handle) return null;
  const beyond = handle.position === Position.Right ? (handle.width ?? 0) : 0;
  return { x: place.x + handle.x + beyond, y: place.y + handle.y + (handle.height ?? 0) / 2 };
}

/** The lines of all connections of the nodes that are elsewhere now. */
export function movedLines(
  { nodes, edges }: CanvasView,
  places: ReadonlyMap<string, Place>,
): readonly Line[] {
  const cards = new Map(nodes.map((card) => [card.id, card]));
  const placeOf = (card: CardNode) => places.get(card.id) ?? card.position;
  const lineOf = (edge: WayEdge, { source, target }: Ends): Line[] => {
    const from = portAt(source, placeOf(source), edge.sourceHandle);
    const to = portAt(target, placeOf(target), edge.targetHandle);
    if (!from || !to) return [];
    const others = nodes.flatMap((card) => (card === source || card === target ? [] : [placeOf(card)]));
    const [path, x, y] = edgePath(
      {
        sourceX: from.x,
        sourceY: from.y,
        targetX: to.x,
        targetY: to.y,
        sourcePosition: Position.Right,
        targetPosition: Position.Left,
      },
      routeEdge(placeOf(source), placeOf(target), others),
    );
    return [{ id: edge.id, path, label: { x, y } }];
  };
  return edges.flatMap((edge) => {
    if (!places.has(edge.source) && !places.has(edge.target)) return [];
    const [source, target] = [cards.get(edge.source), cards.get(edge.target)];
    return source && target ? lineOf(edge, { source, target }) : [];
  });
}

export type Hand = {
  /** Moves cards and their connections on the page. */
  move(canvas: Element, view: CanvasView, places: ReadonlyMap<string, Place>): void;
  /** Answers where everything is that was moved. What is drawn next puts all where the graph has it. */
  letGo(): ReadonlyMap<string, Place>;
};

export function createHand(): Hand {
  let held: ReadonlyMap<string, Place> = new Map();
  // A large graph has ten thousand elements: they are looked for once.
  const found = new Map<string, readonly (HTMLElement | SVGElement)[]>();

  function within(canvas: Element, selector: string): readonly (HTMLElement | SVGElement)[] {
    const known = found.get(selector) ?? [...canvas.querySelectorAll<HTMLElement | SVGElement>(selector)];
    found.set(selector, known);
    return known;
  }

  return {
    move(canvas, view, places) {
      held = new Map([...held, ...places]);
      for (const [id, { x, y }] of held) {
        for (const card of within(canvas, `.react-flow__node[data-id="${CSS.escape(id)}"]`)) {
          card.style.transform = `translate(${x}px,${y}px)`;
        }
      }
      for (const { id, path, label } of movedLines(view, held)) {
        for (const line of within(canvas, `.react-flow__edge[data-id="${id}"] path:not(defs path)`)) {
          line.setAttribute('d', path);
        }
        for (const word of within(canvas, `[data-way="${id}"]`)) {
          word.style.transform = labelTransform(label.x, label.y);
        }
      }
    },
    letGo() {
      const places = held;
      held = new Map();
      found.clear();
      return places;
    },
  };
}

/** Puts the middle of a label at a place of the graph. */
export const labelTransform = (x: number, y: number) => `translate(-50%, -50%) translate(${x}px, ${y}px)`;
