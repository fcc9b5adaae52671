/** What is said of an address at which there is nothing: what is missing, by its name. */
const MISSING: readonly (readonly [pattern: RegExp, what: string])[] = [
  [
    /^\/datasets\/[^/]+\/imports\b/,
    'imports from a cloud storage: "POST /datasets/ID/items" uploads, "sluice items upload" takes folders',
  ],
  [
    /^\/datasets\/[^/]+\/export\/v3\b/,
    'exports in partitions (V3): "POST /datasets/ID/export" writes a zip, or one JSON list',
  ],
  [/^\/datasets\/[^/]+\/items|^\/items\b/, 'items'],
  [/^\/scores\b/, 'scores: items of tasks have statuses and issues'],
  [/^\/(packages|services|modules)\b/, 'packages and services: functions are files in the workspace'],
  [/^\/(pipelines|compositions|executions|triggers|query)\b/, 'this of pipelines'],
  [/^\/models\b|^\/snapshots\b|^\/ml\b/, 'models'],
  [
    /^\/(apps|dpks|app-resources|drivers|integrations|webhooks|bots|orgs|account)\b/,
    'what belongs to a cloud account',
  ],
  [/^\/(features|feature_sets|feature_vectors)\b/, 'features'],
];

const LOGIN = '/login';
const SHOWN = '/projects/';

/** Where clients send a person's browser, which has no token: to log in, and to look at something. */
export const FOR_BROWSERS = [LOGIN, `${SHOWN}*`];

export function notHere(method: string, url: string): string {
  const path = (url.split('?')[0] ?? '').slice(0, 200);
  const inApi = path.startsWith('/api/v1') ? path.slice('/api/v1'.length) : null;
  if (path === LOGIN) {
    return 'Nobody logs in to Sluice by a page: use a token, which "sluice token" makes (login_token, or login_m2m with it as the password).';
  }
  if (path.startsWith(SHOWN)) {
    return 'There is no page of this: look in the window of Sluice.';
  }
  if (inApi === null) {
    return `There is no ${method} ${path} here: GET /health, GET /events, POST /call/NAME, and the API under /api/v1.`;
  }
  const missing = MISSING.find(([pattern]) => pattern.test(inApi))?.[1];
  const why = missing === undefined ? '' : ` Sluice's API does not offer ${missing}.`;
  return `There is no ${method} ${path} in this API.${why} What there is: GET /api/v1/docs.`;
}
