import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '#renderer/ui/tokens.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { wireEvents } from '#renderer/client/events.ts';
import { createQueryClient } from '#renderer/client/query-client.ts';
import { guardUnsaved } from '#renderer/client/save-state.ts';
import { followContrast } from '#renderer/ui/contrast.ts';
import { App } from './app.tsx';
import { startMessages } from './i18n.ts';
import { Providers } from './providers.tsx';

const queries = createQueryClient();
wireEvents(queries);
guardUnsaved();
followContrast();

await startMessages(navigator.language);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Providers queries={queries}>
        <App />
      </Providers>
    </StrictMode>,
  );
}
