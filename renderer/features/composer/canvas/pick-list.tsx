import { TextInput } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Place } from '#core/pipeline/layout.ts';
import own from './canvas.module.css';
import classes from './choices.module.css';

export type Pick = {
  readonly key: string;
  readonly title: string;
  readonly icon: TablerIcon;
  /** A sentence on it. */
  readonly summary?: string;
  /** Why it cannot be chosen. */
  readonly refusal?: string | null;
  readonly choose: () => void;
};

/**
 * A small window over the canvas to choose from by typing: Enter takes the one that is marked, arrows mark another, Escape
 * and a click elsewhere leave it.
 */
export function PickList(props: {
  readonly title: string;
  readonly find: string;
  /** In the canvas's pixels. */
  readonly at: Place;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly picks: readonly Pick[];
  /** Said when there is nothing to choose from. */
  readonly none: string;
  readonly onClose: () => void;
}) {
  const { picks, onClose } = props;
  const area = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const marked = useRef<HTMLLIElement>(null);
  const [wanted, setWanted] = useState(0);
  const fitting = picks.filter((pick) => !pick.refusal);
  const at = Math.min(wanted, fitting.length - 1);
  const current = fitting[at];

  // Before the browser paints: what is typed at the sight of it, and right after the key that opened it, is meant for it.
  useLayoutEffect(() => {
    const own = area.current;
    field.current?.focus();
    return () => {
      // Keys are the canvas's again, and Tab goes on from there; unless somebody has gone elsewhere.
      if (!own?.contains(document.activeElement)) return;
      document.querySelector<HTMLElement>('[data-composer-canvas]')?.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    if (current) marked.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  function onKey(event: KeyboardEvent) {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && event.target === field.current) current?.choose();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const by = event.key === 'ArrowDown' ? 1 : -1;
      if (fitting.length > 0) setWanted((at + by + fitting.length) % fitting.length);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={area}
      className={own.quickAdd}
      style={{
        left: `clamp(8px, ${props.at.x}px, calc(100% - 268px))`,
        top: `clamp(8px, ${props.at.y}px, calc(100% - 324px))`,
      }}
      role="dialog"
      aria-label={props.title}
      onKeyDown={onKey}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onClose();
      }}
    >
      <TextInput
        ref={field}
        size="xs"
        label={props.title}
        aria-label={props.find}
        placeholder={props.find}
        value={props.text}
        onChange={(event) => {
          setWanted(0);
          props.onText(event.currentTarget.value);
        }}
      />
      <ul className={classes.choices}>
        {picks.map((pick) => (
          <li key={pick.key} ref={pick === current ? marked : null}>
            <button
              type="button"
              className={classes.choice}
              disabled={!!pick.refusal}
              data-marked={pick === current ? true : undefined}
              title={pick.summary}
              onClick={pick.choose}
            >
              <span className={classes.line}>
                <pick.icon size={15} aria-hidden />
                {pick.title}
              </span>
              {pick.refusal ? <span className={classes.why}>{pick.refusal}</span> : null}
            </button>
          </li>
        ))}
      </ul>
      {picks.length === 0 ? <p className={classes.why}>{props.none}</p> : null}
    </div>
  );
}
