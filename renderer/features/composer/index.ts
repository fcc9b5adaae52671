export { ComposerScreen } from './composer-screen.tsx';
