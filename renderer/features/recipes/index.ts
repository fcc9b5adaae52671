export { RecipesScreen } from './recipes-screen.tsx';
