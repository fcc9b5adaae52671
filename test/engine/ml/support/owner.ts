/** An engine that has a model's process and does not live to close it: prints the process id once it is warm. */
import { createModels } from '#engine/ml/models.ts';
import { troubleInfo } from './trouble-info.ts';

const models = createModels({ logger: { log: () => undefined }, modelsFolder: null, extra: [troubleInfo] });
const picture = { itemId: 'good', path: '/none', width: 1, height: 1 };
await models.predict({ model: troubleInfo.id, pictures: [picture] });
console.log(models.list().find(({ id }) => id === troubleInfo.id)?.pid);
