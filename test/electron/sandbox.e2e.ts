/** What a page in the window must not be able to do, whatever gets into it. */
import { expect, test } from '../support/app-test.ts';

test('the page has no Node and no Electron', async ({ launch }) => {
  const { window: page } = await launch();
  const found = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
      (name) => name in globalThis,
    ),
  );
  expect(found).toEqual([]);
  expect(await page.evaluate(() => Object.keys(window.sluice).sort())).toEqual(['call', 'on', 'pathForFile']);
  expect(await page.evaluate(() => location.origin)).toBe('sluice-app://app');
});

test('the page cannot go elsewhere, open windows or use devices', async ({ launch }) => {
  const { app, window: page } = await launch({ expectedErrors: [/Not allowed to load local resource/] });
  const address = page.url();
  await page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  await page.evaluate(() => {
    location.href = 'file:///etc/passwd';
  });
  await page.evaluate(() => {
    location.href = 'sluice-media://item/0123456789abcdef01234567/original';
  });
  expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true);
  expect(await page.evaluate(() => window.open('about:blank') === null)).toBe(true);
  expect(app.windows()).toHaveLength(1);
  expect(page.url().split('#')[0]).toBe(address.split('#')[0]);
  const permission = await page.evaluate(() => Notification.requestPermission());
  expect(permission).toBe('denied');
  await expect(page.evaluate(() => navigator.mediaDevices.getUserMedia({ video: true }))).rejects.toThrow();
});

test('the page can reach nothing but the app', async ({ launch }) => {
  const { window: page } = await launch({
    expectedErrors: [/Content Security Policy/, /Failed to load/, /ERR_/],
  });
  const policy = await page.evaluate(async () => {
    const response = await fetch('/index.html');
    return response.headers.get('content-security-policy') ?? '';
  });
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe-eval');
  for (const address of ['https://example.org/', 'http://127.0.0.1:9/', 'file:///etc/passwd']) {
    await expect(page.evaluate((url) => fetch(url).then(() => 'reached'), address)).rejects.toThrow();
  }
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.head.append(script);
    const frame = document.createElement('iframe');
    frame.src = 'https://example.org/';
    document.body.append(frame);
    return 'inlineRan' in window;
  });
  expect(ran).toBe(false);
  // Later and not at once: what the test itself has started is exempt from the policy.
  const made = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        setTimeout(() => {
          try {
            resolve(Function('return "made"')());
          } catch (error) {
            resolve(error instanceof Error ? error.name : 'refused');
          }
        });
      }),
  );
  expect(made).toBe('EvalError');
});

test('only files of the app are served as the app', async ({ launch }) => {
  const { window: page } = await launch({ expectedErrors: [/Failed to load resource/] });
  const status = async (path: string): Promise<number> =>
    await page.evaluate(async (address) => (await fetch(address)).status, path);
  expect(await status('/index.html')).toBe(200);
  for (const path of ['/', '/no-such.js', '/%2e%2e/electron/main.js', '/..%2f..%2fpackage.json', '/%ff.js']) {
    expect(await status(path), path).toBe(404);
  }
});
