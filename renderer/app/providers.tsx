import { MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { cssVariablesResolver, theme } from '#renderer/ui/theme.ts';

/** What every screen relies on: look, cached answers, messages at the edge, addresses after the hash. */
export function Providers(props: { readonly queries: QueryClient; readonly children: ReactNode }) {
  const { t } = useTranslation('app');
  // The crosses of dialogs and messages bring no name of their own.
  const named = useMemo(() => {
    const cross = { defaultProps: { 'aria-label': t('dismiss') } };
    return mergeThemeOverrides(theme, { components: { CloseButton: cross } });
  }, [t]);
  return (
    <MantineProvider theme={named} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <QueryClientProvider client={props.queries}>
        <Router hook={useHashLocation}>{props.children}</Router>
        <Notifications position="bottom-right" limit={4} zIndex={500} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
