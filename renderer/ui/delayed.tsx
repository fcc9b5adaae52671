import { type ReactNode, useEffect, useState } from 'react';

/** Shows its content only after 200 ms: what is ready before that never flashes a skeleton. */
export function Delayed(props: { readonly children: ReactNode }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return shown ? props.children : null;
}
