/** Messages that a window must not send, and files that it drops. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Envelope, fromText } from '#contract/envelope.ts';
import { expect, test } from '../support/app-test.ts';
import type { TestApp } from '../support/electron-app.ts';

const ID = '0123456789abcdef01234567';

/** Sends a call through the bridge and answers the code of its error, or "ok". */
async function codeOf({ window: page }: TestApp, name: unknown, input: unknown): Promise<string> {
  return await page.evaluate(
    async ([n, i]) => {
      const envelope = JSON.parse(await window.sluice.call(n as string, i));
      return envelope.ok ? 'ok' : envelope.error.code;
    },
    [name, input] as const,
  );
}

test('the bridge carries only calls of the contract', async ({ launch }) => {
  const app = await launch();
  expect(await codeOf(app, 'diagnostics.ping', {})).toBe('ok');
  expect(await codeOf(app, 'app.info', {})).toBe('ok');
  expect(await codeOf(app, 'no.such.call', {})).toBe('unknown-call');
  expect(await codeOf(app, 'media.resolve', { itemId: ID, variant: 'original' })).toBe('unknown-call');
  expect(await codeOf(app, 'diagnostics.ping', { more: 1 })).toBe('invalid-input');
  expect(await codeOf(app, 'help.page', { name: '../../package' })).toBe('invalid-input');
});

/**
 * A window with Node, such as no page of ours ever is: what somebody could send who had got hold of the channel.
 * It takes the place of the page's own preload, so the checks behind the bridge are the ones that answer.
 */
async function forge({ app }: TestApp, name: unknown, input: unknown): Promise<Envelope<unknown>> {
  const text = await app.evaluate(
    async ({ BrowserWindow }, [n, i]) => {
      const forger = new BrowserWindow({
        show: false,
        webPreferences: { nodeIntegration: true, contextIsolation: false, sandbox: false },
      });
      try {
        await forger.loadURL('sluice-app://app/index.html');
        const call = `require('electron').ipcRenderer.invoke('sluice:call', ${JSON.stringify(n)}, ${JSON.stringify(i)})`;
        return await forger.webContents.executeJavaScript(call);
      } finally {
        forger.destroy();
      }
    },
    [name, input] as const,
  );
  return fromText(text);
}

test('another window is refused, whatever it asks for', async ({ launch }) => {
  const app = await launch({ expectedErrors: [/./] });
  for (const name of ['diagnostics.ping', 'media.resolve', 'no.such.call']) {
    expect(await forge(app, name, {})).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  }
});

/** Sends on the raw channel from the page's own preload world, past the bridge's list of names. */
async function sendRaw(app: TestApp, name: unknown, input: unknown): Promise<Envelope<unknown>> {
  const text = await app.app.evaluate(
    async ({ BrowserWindow, ipcMain }, [n, i]) => {
      const [window] = BrowserWindow.getAllWindows();
      // Electron keeps the handlers of `ipcMain.handle` here; the event is made up of the page's real frame.
      const handlers = (
        ipcMain as unknown as { _invokeHandlers: Map<string, (...args: unknown[]) => unknown> }
      )._invokeHandlers;
      const frame = window?.webContents.mainFrame;
      return (await handlers.get('sluice:call')?.(
        { senderFrame: frame, sender: window?.webContents },
        n,
        i,
      )) as string;
    },
    [name, input] as const,
  );
  return fromText(text);
}

test('behind the bridge, every message is checked again', async ({ launch }) => {
  const app = await launch();
  const code = async (name: unknown, input: unknown): Promise<string> => {
    const envelope = await sendRaw(app, name, input);
    return envelope.ok ? 'ok' : envelope.error.code;
  };
  expect(await code('diagnostics.ping', {})).toBe('ok');
  expect(await code('media.resolve', { itemId: ID, variant: 'original' })).toBe('forbidden');
  expect(await code('constructor', {})).toBe('unknown-call');
  expect(await code(7, {})).toBe('unknown-call');
  expect(await code('items.get', { itemId: "' OR 1=1" })).toBe('invalid-input');
});

test('a frame inside of the page has no bridge', async ({ launch }) => {
  const { window: page } = await launch({ expectedErrors: [/Content Security Policy/] });
  const found = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.srcdoc = '<p>inside</p>';
    document.body.append(frame);
    await new Promise((resolve) => {
      frame.onload = resolve;
    });
    return 'sluice' in (frame.contentWindow ?? {});
  });
  expect(found).toBe(false);
});

test('the path of a chosen file is told, and of nothing else', async ({ launch, folder }) => {
  const { window: page } = await launch();
  const path = join(folder, 'clip.mp4');
  await writeFile(path, 'x');
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'chooser';
    document.body.append(input);
  });
  await page.setInputFiles('#chooser', path);
  const told = await page.evaluate(() => {
    const file = document.querySelector<HTMLInputElement>('#chooser')?.files?.[0];
    return [
      file ? window.sluice.pathForFile(file) : null,
      window.sluice.pathForFile(new File(['x'], 'made.png')),
    ];
  });
  expect(told).toEqual([path, '']);
});
