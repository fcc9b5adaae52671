import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Delayed } from './delayed.tsx';
import { ErrorPanel } from './error-panel.tsx';

type Query<T> = {
  readonly data: T | undefined;
  readonly error: Error | null;
  refetch(): unknown;
};

/** Grey bars in the place of lines that are on their way. */
export function SkeletonRows(props: { readonly count?: number; readonly height?: number }) {
  const rows = Array.from({ length: props.count ?? 5 }, (_, row) => row);
  return (
    <Delayed>
      <Stack gap="xs" p="md" aria-hidden>
        {rows.map((row) => (
          <Skeleton key={row} height={props.height ?? 28} />
        ))}
      </Stack>
    </Delayed>
  );
}

/** What a query answered, or why it did not, or the room it will take. Old data stays while new is fetched. */
export function QueryGate<T>(props: {
  readonly query: Query<T>;
  readonly waiting?: ReactNode;
  readonly children: (data: T) => ReactNode;
}) {
  const { query } = props;
  if (query.data !== undefined) return props.children(query.data);
  if (query.error) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  return props.waiting ?? <SkeletonRows />;
}
