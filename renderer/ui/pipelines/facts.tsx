import { List } from '@mantine/core';

/** What will happen, line by line. */
export function Facts(props: { readonly lines: readonly string[] }) {
  return (
    <List size="sm" spacing={4}>
      {props.lines.map((line) => (
        <List.Item key={line}>{line}</List.Item>
      ))}
    </List>
  );
}
