export { FoldersScreen } from './folders-screen.tsx';
