import { DropZone } from './drop/drop-zone.tsx';
import { Frame } from './layout/frame.tsx';
import { Palette } from './palette.tsx';
import { Screens } from './screens.tsx';
import { useAppCommands } from './use-app-commands.ts';
import { useJobFeed } from './use-job-feed.ts';

/** The window: its frame, the screen in it, and what lies over both. */
export function App() {
  useAppCommands();
  useJobFeed();
  return (
    <>
      <Frame>
        <Screens />
      </Frame>
      <Palette />
      <DropZone />
    </>
  );
}
