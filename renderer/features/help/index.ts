export { HelpScreen } from './help-screen.tsx';
export { MarkdownView } from './markdown-view.tsx';
