import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { afterScroll, mustSettle, realHeight, realOf, type ScrollPlace } from './scroll-map.ts';

/** How long the hand must rest until the scroll bar is put right and pictures are loaded, in milliseconds. */
const REST_MS = 120;

export type ScrollView = {
  /** Place in the list at the upper edge. */
  readonly top: number;
  /** What to add to a place in the list to get a place in the element. */
  readonly offset: number;
  /** Scrolling so fast that nobody can look at pictures. */
  readonly rushing: boolean;
  /** Height to give the element's content. */
  readonly height: number;
  scrollTo(top: number): void;
};

/** Follows the scrolling of an element through a list of the given height, which may be taller than an element can be. */
export function useScrollSpace(
  box: RefObject<HTMLElement | null>,
  space: { readonly height: number; readonly viewport: number },
): ScrollView {
  const [place, setPlace] = useState<ScrollPlace>({ real: 0, top: 0 });
  const [rushing, setRushing] = useState(false);
  const latest = useRef(place);

  const put = (next: ScrollPlace) => {
    latest.current = next;
    setPlace(next);
  };

  const settle = useEffectEvent(() => {
    const element = box.current;
    if (!element) return;
    element.scrollTop = realOf(space, latest.current.top);
    put({ real: element.scrollTop, top: latest.current.top });
    setRushing(false);
  });

  const follow = useEffectEvent(() => {
    const element = box.current;
    if (!element || element.scrollTop === latest.current.real) return;
    const before = latest.current.top;
    const next = afterScroll(space, latest.current, element.scrollTop);
    put(next);
    if (Math.abs(next.top - before) > space.viewport) setRushing(true);
    if (mustSettle(space, next)) settle();
  });

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onScroll = () => {
      follow();
      clearTimeout(timer);
      timer = setTimeout(() => settle(), REST_MS);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      clearTimeout(timer);
      element.removeEventListener('scroll', onScroll);
    };
  }, [box]);

  return {
    top: place.top,
    offset: place.real - place.top,
    rushing,
    height: realHeight(space),
    scrollTo(top) {
      const element = box.current;
      if (!element) return;
      element.scrollTop = realOf(space, top);
      put({ real: element.scrollTop, top });
    },
  };
}
