import { StateDot, type WorkTone } from './state-dot.tsx';
import { useStatusWord } from './use-status-word.ts';

const TONES: Readonly<Record<string, WorkTone>> = {
  completed: 'running',
  approved: 'done',
  discard: 'queued',
  discarded: 'queued',
};

/** An item's status: a dot and its word. */
export function StatusMark(props: { readonly status: string }) {
  const word = useStatusWord();
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 5, whiteSpace: 'nowrap' }}>
      <StateDot tone={TONES[props.status] ?? 'waiting'} />
      {word(props.status)}
    </span>
  );
}
