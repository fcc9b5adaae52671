import { Background } from './background.tsx';
import { DropZone } from './drop/drop-zone.tsx';
import { CheatSheet } from './keys/cheat-sheet.tsx';
import { KeyTrainer } from './keys/trainer.tsx';
import { Frame } from './layout/frame.tsx';
import { Palette } from './palette.tsx';
import { Screens } from './screens.tsx';

/** The window: its frame, the screen in it, and what lies over both. */
export function App() {
  return (
    <>
      <Background />
      <Frame>
        <Screens />
      </Frame>
      <Palette />
      <CheatSheet />
      <KeyTrainer />
      <DropZone />
    </>
  );
}
