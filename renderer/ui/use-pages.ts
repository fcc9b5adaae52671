/** Keyset pages of a call, as one growing list. */
import { useInfiniteQuery } from '@tanstack/react-query';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import { call } from '#renderer/client/client.ts';

type Page = { readonly items: readonly unknown[]; readonly next: string | null };
/** Calls that answer a page. */
export type PagedCall = { [N in CallName]: CallOutput<N> extends Page ? N : never }[CallName];
export type PageElement<N extends PagedCall> = CallOutput<N>['items'][number];

export type Pages<T> = {
  /** Undefined until the first page is there. */
  readonly data: readonly T[] | undefined;
  readonly error: Error | null;
  readonly more: boolean;
  readonly fetching: boolean;
  /** Fetches the next page unless it is on its way or there is none. */
  fetchMore(): void;
  refetch(): unknown;
};

/** The list so far; its queries lie under `[name, …]`, so that events refresh them like any other. */
export function usePages<N extends PagedCall>(
  name: N,
  input: Omit<CallInput<N>, 'after'>,
  options: { readonly enabled?: boolean } = {},
): Pages<PageElement<N>> {
  const query = useInfiniteQuery({
    queryKey: [name, 'pages', input],
    queryFn: ({ pageParam }) => call(name, { ...input, after: pageParam } as CallInput<N>),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page as Page).next,
    enabled: options.enabled ?? true,
  });
  return {
    data: query.data?.pages.flatMap((page) => (page as Page).items as PageElement<N>[]),
    error: query.error,
    more: query.hasNextPage,
    fetching: query.isFetching,
    fetchMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
    refetch: () => query.refetch(),
  };
}
