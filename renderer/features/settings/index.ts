export { RepairedList } from './check-lists.tsx';
export { SettingsScreen } from './settings-screen.tsx';
