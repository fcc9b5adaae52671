/** Calls and events in components. */
import {
  keepPreviousData,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
} from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { EventName, EventPayload } from '#contract/events.ts';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import type { SluiceError } from '#core/errors.ts';
import { call } from './client.ts';
import { onEngineEvent } from './events.ts';
import { notifyError } from './notify.ts';

export type CallOptions = {
  /** False: do not ask yet, e.g. while the input is not known. */
  readonly enabled?: boolean;
  /** True: while the answer to a new input is awaited, show the one to the input before. */
  readonly keepPrevious?: boolean;
};

/** The answer to a query call, asked again whenever an event says that it is old. */
export function useCall<N extends CallName>(
  name: N,
  input: CallInput<N>,
  options: CallOptions = {},
): UseQueryResult<CallOutput<N>, SluiceError> {
  // Without the type arguments `data` would come out as `NoInfer<...>`, which differs from the declared result.
  return useQuery<CallOutput<N>, SluiceError, CallOutput<N>>({
    queryKey: [name, input],
    queryFn: () => call(name, input),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  }) as UseQueryResult<CallOutput<N>, SluiceError>;
}

export type MutateOptions = {
  /** True: the caller shows the error itself. */
  readonly quiet?: boolean;
};

/** Does a mutation call when told to; an error is shown as a notification. */
export function useMutate<N extends CallName>(
  name: N,
  options: MutateOptions = {},
): UseMutationResult<CallOutput<N>, SluiceError, CallInput<N>> {
  return useMutation<CallOutput<N>, SluiceError, CallInput<N>>({
    mutationFn: (input) => call(name, input),
    onError: (error) => {
      if (options.quiet !== true) notifyError(error);
    },
  });
}

/** Hears an event while the component is on the screen. The handler may change from one render to the next. */
export function useEngineEvent<N extends EventName>(
  name: N,
  handler: (payload: EventPayload<N>) => void,
): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => onEngineEvent(name, (payload) => latest.current(payload)), [name]);
}
