import { type PointerEvent, useState } from 'react';
import type { Track } from '#core/annotation/track/track.ts';
import { frameAt, hitLane, type Lane, type LaneHit, marksOf, stretchesOf, xOf } from './lane.ts';
import classes from './timeline.module.css';

/** CSS pixels. */
export const LANE_HEIGHT = 24;
const BAR = { top: 8, height: 8 } as const;
const MARK = 4.5;
const LEAST_WIDTH = 3;

/** What a hand does to a lane. */
export type LaneHand = {
  go(frame: number): void;
  moveKeyframe(from: number, to: number): void;
  setEnd(frame: number): void;
};

type Held = { readonly hit: Exclude<LaneHit, { kind: 'frame' }>; readonly to: number };

/** The frames of a track as a bar, with its keyframes as diamonds: hollow where the object leaves the picture. */
export function TrackLane(props: {
  readonly track: Track;
  readonly color: string;
  readonly lane: Lane;
  readonly count: number;
  readonly editable: boolean;
  readonly hand: LaneHand;
}) {
  const { track, color, lane, count, hand } = props;
  const [held, setHeld] = useState<Held | null>(null);
  const place = (event: PointerEvent<Element>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;

  function onPointerDown(event: PointerEvent<SVGSVGElement>) {
    if (event.button !== 0) return;
    const hit = hitLane(track, place(event), lane, count);
    if (hit.kind === 'frame') {
      hand.go(hit.frame);
      return;
    }
    event.currentTarget.setPointerCapture(event.pointerId);
    const to = hit.kind === 'keyframe' ? hit.frame : track.last;
    hand.go(to);
    setHeld({ hit, to });
  }

  function onPointerMove(event: PointerEvent<SVGSVGElement>) {
    if (held && props.editable) setHeld({ ...held, to: frameAt(place(event), lane, count) });
  }

  function onPointerUp() {
    if (!held) return;
    setHeld(null);
    const { hit, to } = held;
    if (hit.kind === 'end' && to !== track.last) hand.setEnd(to);
    if (hit.kind === 'keyframe' && to !== hit.frame) hand.moveKeyframe(hit.frame, to);
  }

  const end = held?.hit.kind === 'end' ? held.to : track.last;
  return (
    <svg
      className={classes.lane}
      width={lane.width}
      height={LANE_HEIGHT}
      aria-hidden
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setHeld(null)}
    >
      {stretchesOf({ ...track, last: end }).map(({ from, to, outside }) => {
        const [x, far] = [xOf(from, lane), xOf(to, lane)];
        if (far < 0 || x > lane.width) return null;
        return outside ? (
          <line
            key={from}
            className={classes.gap}
            x1={x}
            x2={far}
            y1={LANE_HEIGHT / 2}
            y2={LANE_HEIGHT / 2}
          />
        ) : (
          <rect
            key={from}
            x={x}
            y={BAR.top}
            width={Math.max(LEAST_WIDTH, far - x)}
            height={BAR.height}
            rx={2}
            fill={color}
            className={classes.bar}
          />
        );
      })}
      {track.last > (track.keyframes.at(-1)?.frame ?? 0) ? (
        <rect
          className={classes.end}
          x={xOf(end, lane) - 1.5}
          y={BAR.top - 3}
          width={3}
          height={BAR.height + 6}
          fill={color}
        />
      ) : null}
      {marksOf(track, lane).map(({ frame, outside }) => {
        const moved = held?.hit.kind === 'keyframe' && held.hit.frame === frame ? held.to : frame;
        const x = xOf(moved, lane);
        const y = LANE_HEIGHT / 2;
        return (
          <path
            key={frame}
            className={outside ? classes.hollow : classes.mark}
            d={`M${x} ${y - MARK}L${x + MARK} ${y}L${x} ${y + MARK}L${x - MARK} ${y}Z`}
            {...(outside ? { stroke: color } : { fill: color })}
          />
        );
      })}
    </svg>
  );
}
