/** Texts with places for values. */
import { expect, test } from 'vitest';
import { fillTemplate } from '#engine/nodes/functions/template.ts';

const values = {
  item: { id: 'a1', name: 'x "y" \\ \n z', count: 2, list: [1, 'b'], none: null, yes: true },
  node: { name: 'Tell' },
};

test.each([
  ['{"id":"{{item.id}}"}', '{"id":"a1"}'],
  ['{"id":{{item.id}}}', '{"id":"a1"}'],
  ['{"id":{{ item.count }}}', '{"id":2}'],
  ['{"n":"{{item.name}}"}', JSON.stringify({ n: values.item.name })],
  ['{"n":{{item.name}}}', JSON.stringify({ n: values.item.name })],
  ['{"n":"by \\"{{node.name}}\\" {{item.count}}"}', '{"n":"by \\"Tell\\" 2"}'],
  ['{"l":{{item.list}},"s":"{{item.list}}"}', '{"l":[1,"b"],"s":"[1,\\"b\\"]"}'],
  ['{"l":{{item.list.1}}}', '{"l":"b"}'],
  ['{"n":{{item.none}},"m":{{item.nothing.here}},"s":"{{gone}}"}', '{"n":null,"m":null,"s":""}'],
  ['{"c":{{item.constructor}},"p":{{item.__proto__}}}', '{"c":null,"p":null}'],
  ['{"a": {"b": "c"}, "d": "{{}}"}', '{"a": {"b": "c"}, "d": "{{}}"}'],
  ['{{item}}', JSON.stringify(values.item)],
])('%s', (template, filled) => {
  const text = fillTemplate(template, values, 'json');
  expect(text).toBe(filled);
  expect(() => JSON.parse(text)).not.toThrow();
});

test('what is not JSON takes values as they are', () => {
  const template = 'name={{item.name}}&count={{item.count}}{{item.none}} "{{item.yes}}"';
  expect(fillTemplate(template, values, 'text')).toBe(`name=${values.item.name}&count=2 "true"`);
});
