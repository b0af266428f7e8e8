import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foreign } from './foreign';

test('only what the agent may not read offers a translation', () => {
  assert.equal(foreign('我的转账还没到', 'en', 'zh-CN'), true);
  assert.equal(foreign('我的转账还没到', 'zh-CN', 'zh-CN'), false);
  assert.equal(foreign('my transfer is pending', 'zh-CN', 'en'), true);
  assert.equal(foreign('my transfer is pending', 'en', 'en'), false);
  assert.equal(foreign('my transfer is pending', 'en', ''), false);
  assert.equal(foreign('mi transferencia está pendiente', 'en', 'es'), true);
  assert.equal(foreign('перевод не дошёл', 'en', 'en'), true);
  assert.equal(foreign('送金が届きません', 'zh-CN', 'ja'), true);
  assert.equal(foreign('0x5c504ed432cb51138bcf09aa5e8a410dd4a1e204', 'zh-CN', 'en'), false);
});
