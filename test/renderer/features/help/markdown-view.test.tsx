import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Router } from 'wouter';
import { MarkdownView } from '#renderer/features/help/markdown-view.tsx';

function html(markdown: string): string {
  return renderToStaticMarkup(
    <MantineProvider>
      <Router ssrPath="/help">
        <MarkdownView markdown={markdown} />
      </Router>
    </MantineProvider>,
  );
}

describe('MarkdownView', () => {
  it('makes elements of every kind of block', () => {
    const page = html(
      '# Keys & mouse\n\nSome **bold** text.\n\n- a\n- b\n\n1. c\n\n> q\n\n---\n\n```\ncode\n```\n\n|h|\n|-|\n|d|',
    );
    expect(page).toContain('<h1 id="keys-mouse">Keys &amp; mouse</h1>');
    expect(page).toContain('<p>Some <strong>bold</strong> text.</p>');
    expect(page).toContain('<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol><blockquote>q</blockquote>');
    for (const tag of ['<pre', '<table', '<th', '<td']) expect(page).toContain(tag);
  });

  it('leaves HTML as text and gives scripts no address', () => {
    const page = html('<img src=x onerror=alert(1)> [click](javascript:alert(1))');
    expect(page).not.toContain('<img');
    expect(page).not.toContain('href="javascript:');
  });

  it('links other pages within the app', () => {
    expect(html('[start](start.md)')).toContain('href="/help/start"');
  });
});
