import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillVariables, mentionQuery, slashQuery, unknownVariables } from './variables';

const values = {
  'customer.name': '林晓',
  'agent.name': '苏雅',
  'conversation.number': '#20481',
  'workspace.name': '链桥',
};

test('variables become words, with or without spaces', () => {
  assert.equal(
    fillVariables('{{customer.name}}，我是{{ workspace.name }}的{{Agent.Name}}', values),
    '林晓，我是链桥的苏雅',
  );
});

test('an unknown variable stays visible and is named', () => {
  assert.equal(fillVariables('Hi {{custmer.name}}', values), 'Hi {{custmer.name}}');
  assert.deepEqual(unknownVariables('{{custmer.name}} {{agent.name}} {{ x y }}'), ['custmer.name', 'x y']);
});

test('a name that looks like a variable is not filled a second time', () => {
  assert.equal(
    fillVariables('{{customer.name}}', { ...values, 'customer.name': '{{agent.name}}' }),
    '{{agent.name}}',
  );
});

test('a slash asks for a saved reply only at the start of a word', () => {
  assert.deepEqual(slashQuery('/ga', 3), { from: 0, query: 'ga' });
  assert.deepEqual(slashQuery('您好 /哈希', 6), { from: 3, query: '哈希' });
  assert.deepEqual(slashQuery('line\n/', 6), { from: 5, query: '' });
  assert.equal(slashQuery('https://x', 9), undefined);
  assert.equal(slashQuery('/gas text', 9), undefined);
  assert.equal(slashQuery('1/2', 3), undefined);
});

test('@ calls a colleague at the beginning of a word; an address does not', () => {
  assert.deepEqual(mentionQuery('@', 1), { from: 0, query: '' });
  assert.deepEqual(mentionQuery('请@苏', 3), { from: 1, query: '苏' });
  assert.deepEqual(mentionQuery('ask @Li', 7), { from: 4, query: 'Li' });
  assert.equal(mentionQuery('mail li@desk', 12), undefined);
  assert.equal(mentionQuery('@Li ', 4), undefined);
});
