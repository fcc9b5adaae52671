import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { cssVariablesResolver, theme } from '#renderer/ui/theme.ts';

/** What every screen relies on: look, cached answers, messages at the edge, addresses after the hash. */
export function Providers(props: { readonly queries: QueryClient; readonly children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <QueryClientProvider client={props.queries}>
        <Router hook={useHashLocation}>{props.children}</Router>
        <Notifications position="bottom-right" limit={4} zIndex={500} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
