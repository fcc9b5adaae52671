import { Anchor, Code, Divider, Table } from '@mantine/core';
import { createElement, Fragment, type ReactNode } from 'react';
import { Link } from 'wouter';
import { routes } from '#renderer/ui/routes.ts';
import classes from './help.module.css';
import { type Inline, plainText } from './inline.ts';
import { anchorOf, linkTarget } from './links.ts';
import { type Block, parseMarkdown } from './markdown.ts';

/** Pieces of a page never change place: as plain children they need no keys. */
function each<T>(list: readonly T[], render: (one: T) => ReactNode): ReactNode {
  return createElement(Fragment, null, ...list.map(render));
}

function PageLink(props: { readonly href: string; readonly children: ReactNode }) {
  const target = linkTarget(props.href);
  switch (target.to) {
    case 'page':
      return (
        <Anchor component={Link} href={routes.help(target.page)} inherit>
          {props.children}
        </Anchor>
      );
    case 'anchor':
      return (
        <Anchor
          component="button"
          type="button"
          inherit
          onClick={() => document.getElementById(target.anchor)?.scrollIntoView({ block: 'start' })}
        >
          {props.children}
        </Anchor>
      );
    case 'outside':
      // The window goes nowhere and opens nothing: the address is there to be copied.
      return (
        <>
          {props.children} <Code>{target.address}</Code>
        </>
      );
    default:
      return target satisfies never;
  }
}

function inline(pieces: readonly Inline[]): ReactNode {
  return each(pieces, (piece) => {
    switch (piece.type) {
      case 'text':
        return piece.text;
      case 'code':
        return <Code>{piece.text}</Code>;
      case 'strong':
        return <strong>{inline(piece.children)}</strong>;
      case 'em':
        return <em>{inline(piece.children)}</em>;
      case 'link':
        return <PageLink href={piece.href}>{inline(piece.children)}</PageLink>;
      default:
        return piece satisfies never;
    }
  });
}

function PageTable(props: { readonly table: Extract<Block, { type: 'table' }> }) {
  const { head, rows } = props.table;
  return (
    <Table withTableBorder withColumnBorders>
      <Table.Thead>
        <Table.Tr>
          {each(head, (cell) => (
            <Table.Th>{inline(cell)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {each(rows, (row) => (
          <Table.Tr>
            {each(row, (cell) => (
              <Table.Td>{inline(cell)}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function block(one: Block): ReactNode {
  switch (one.type) {
    case 'heading':
      return createElement(`h${one.level}`, { id: anchorOf(plainText(one.children)) }, inline(one.children));
    case 'paragraph':
      return <p>{inline(one.children)}</p>;
    case 'quote':
      return <blockquote>{inline(one.children)}</blockquote>;
    case 'code':
      return <Code block>{one.text}</Code>;
    case 'rule':
      return <Divider />;
    case 'list': {
      const items = each(one.items, (item) => <li>{listItem(item)}</li>);
      return one.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return <PageTable table={one} />;
    default:
      return one satisfies never;
  }
}

/** A single paragraph in a list needs no paragraph's margins. */
function listItem(blocks: readonly Block[]): ReactNode {
  const [first, ...rest] = blocks;
  if (first?.type !== 'paragraph') return each(blocks, block);
  return (
    <>
      {inline(first.children)}
      {each(rest, block)}
    </>
  );
}

/** A page as elements. `compact`: for a narrow column. */
export function MarkdownView(props: { readonly markdown: string; readonly compact?: boolean }) {
  return (
    <article className={classes.article} data-compact={props.compact || undefined} data-selectable>
      {each(parseMarkdown(props.markdown), block)}
    </article>
  );
}
