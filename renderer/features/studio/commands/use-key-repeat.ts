import { useEffect, useRef } from 'react';

/** Answers whether the key being pressed is only held: a decision must not be made again for that. */
export function useKeyRepeat(): () => boolean {
  const repeated = useRef(false);
  useEffect(() => {
    const ends = new AbortController();
    const options = { signal: ends.signal, capture: true };
    const listen = (event: KeyboardEvent) => {
      repeated.current = event.repeat;
    };
    const clear = () => {
      repeated.current = false;
    };
    window.addEventListener('keydown', listen, options);
    window.addEventListener('keyup', clear, options);
    window.addEventListener('pointerdown', clear, options);
    return () => ends.abort();
  }, []);
  return () => repeated.current;
}
