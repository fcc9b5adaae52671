import { type ReactNode, useState } from 'react';

/** A field whose value is stored when the person is done with it: one step, not one a letter. */
export function Committed(props: {
  readonly value: string;
  readonly onCommit: (value: string) => void;
  readonly children: (
    value: string,
    onChange: (value: string) => void,
    onEnd: (value: string) => void,
  ) => ReactNode;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const end = (value: string) => {
    if (typed !== null && value !== props.value) props.onCommit(value);
    setTyped(null);
  };
  return props.children(typed ?? props.value, setTyped, end);
}
