/** What is known of the model in `trouble-model.ts` before it is loaded. */
export const troubleInfo = {
  id: 'test/trouble',
  title: 'Trouble',
  labels: ['thing'],
  confidence: 0,
  module: new URL('./trouble-model.ts', import.meta.url).href,
};
