// Weibo's door against a running Keydesk: the platform pushes all it knows, agents answer.
//
//   node tests/channels/weibo.mjs
import { House, scenario, sleep, until } from './kit/house.mjs';
import { APP_SECRET, Platform, push, signature } from './weibo/platform.mjs';

/** What differs from what was expected, as sentences. */
class Check {
  problems = [];
  same(actual, wanted, what) {
    if (JSON.stringify(actual) !== JSON.stringify(wanted)) {
      this.problems.push(`${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`);
    }
  }
  true(holds, what) {
    if (!holds) this.problems.push(what);
  }
}

await scenario(async outcome => {
  const platform = new Platform();
  await platform.open();
  const house = await House.make();
  const inbox = await house.addInbox('weibo', platform.settings(), '官方微博');
  const hook = `${house.url}${new URL(inbox.channel.hook_url, house.url).pathname}`;

  const promise = async (name, play) => {
    const check = new Check();
    try {
      await play(check);
    } catch (error) {
      check.problems.push(error.message);
    }
    outcome.promise(name, check.problems);
  };

  await promise('the official example of the signature', async check => {
    check.same(signature('xyz123xyz', '1397022061823', '57155157'), '90e4c22c90a58f26526c2dd5b6c56c8822edeaa1', 'sha1');
  });

  await promise('the address is verified by echo, and only with a right signature', async check => {
    const good = await platform.call(hook, undefined, { extra: { echostr: 'dnPdpTZz85' } });
    check.same([good.status, good.text], [200, 'dnPdpTZz85'], 'echo');
    const bad = await platform.call(hook, undefined, { bad: true, extra: { echostr: 'dnPdpTZz85' } });
    check.same(bad.status, 403, 'a bad signature');
    check.true(!bad.text.includes('dnPdpTZz85'), 'the word was echoed to a stranger');
    const old = await platform.call(hook, push('text', 'replay'), { age: 3 * 3_600_000 });
    check.same(old.status, 403, 'a signature of three hours ago');
    const other = await platform.call(hook, push('text', 'forged'), { secret: `${APP_SECRET}x` });
    check.same(other.status, 403, 'a signature of another secret');
  });

  let conversation;
  await promise('a text opens a conversation and is confirmed without being repeated', async check => {
    const answer = await platform.call(hook, push('text', '转账 120 USDT 没到账'));
    const passive = JSON.parse(answer.text);
    const said = JSON.parse(decodeURIComponent(passive.data)).text;
    check.same([passive.result, passive.type, passive.receiver_id], [true, 'text', '2489518277'], 'passive answer');
    check.true(/#\d+/.test(said) && !said.includes('USDT'), `confirmed with “${said}”`);
    conversation = await house.conversationWith('转账 120 USDT');
  });

  await promise('every kind of push is acknowledged', async check => {
    const kinds = [
      ['position', '我在这里: http://t.cn/zQgLLYO', { longitude: '116.308586', latitude: '39.982525' }],
      ['voice', '发了一个语音消息', { vfid: 821804459, tovfid: 821804469 }],
      ['image', '发了一张图片', { vfid: 821804459, tovfid: 821804470 }],
      ['event', '关注', { subtype: 'follow' }],
      ['event', '菜单', { subtype: 'click', key: 'KEYDESK_HUMAN' }],
      ['event', '扫描', { subtype: 'scan_follow', key: 'a_b_1', ticket: 'T' }],
      ['event', '取消', { subtype: 'unsubscribe' }],
      ['mention', '@蓝V 帮忙', { subtype: 'status', key: '3716331834' }],
      ['newtype', '?', {}],
    ];
    for (const [type, text, data] of kinds) {
      const { status } = await platform.call(hook, push(type, text, data));
      check.same(status, 200, `${type} ${data.subtype ?? ''}`);
    }
    const comma = JSON.stringify(push('text', '末尾有逗号')).replace('"data":{}', '"data":{},');
    check.same((await platform.call(hook, comma)).status, 200, 'a trailing comma');
    await house.conversationWith('末尾有逗号');
    check.same((await platform.call(hook, '<xml/>')).status, 200, 'what is no JSON: into quarantine');
    const bodies = (await house.messages(conversation.id)).map(m => m.body).join('\n');
    check.true(bodies.includes('39.982525'), 'the place is not told');
    check.true(bodies.includes('@蓝V 帮忙'), 'the mention is not there');
  });

  await promise('a picture is fetched and shown', async check => {
    await until(
      async () => (await house.messages(conversation.id)).some(m => m.attachments?.some(f => f.type === 'image/png')),
      15000,
      'the picture',
    );
    check.true(platform.asked.includes('/2/mss/msget'), 'never asked for');
  });

  await promise('an agent answers; a long answer goes in pieces of fewer than 300 汉字', async check => {
    const short = await house.reply(conversation.id, '收到，请提供交易哈希。');
    await house.delivered(conversation.id, short.id);
    check.same(platform.replies.at(-1), { who: '2489518277', text: '收到，请提供交易哈希。' }, 'at the fan');
    const before = platform.replies.length;
    const long = await house.reply(conversation.id, '这是一句很长的回复。'.repeat(80));
    await house.delivered(conversation.id, long.id);
    const parts = platform.replies.slice(before).map(r => r.text);
    check.true(parts.length >= 3, `${parts.length} parts`);
    check.same(parts.join('').replace(/\s/g, ''), '这是一句很长的回复。'.repeat(80), 'together');
  });

  await promise('a secret is removed before it is stored, and he is told by Weibo', async check => {
    const seed = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
    const before = platform.replies.length;
    await platform.call(hook, push('text', `my words: ${seed}`));
    await until(async () => platform.replies.length > before, 10000, 'the warning');
    const bodies = (await house.messages(conversation.id)).map(m => m.body).join('\n');
    check.true(!bodies.includes('sausage'), 'the phrase is stored');
  });

  await promise('the wizard sees token, permission and the first push', async check => {
    const tried = await house.call('POST', '/inboxes/check', { kind: 'weibo', inbox: inbox.id, settings: {} });
    const done = await house.call('POST', `/inboxes/${inbox.id}/set_up`, {});
    const states = Object.fromEntries([...tried.steps, ...done.steps].map(step => [step.id, step.state]));
    check.same([states.token, states.permissions, states.pushes], ['passed', 'passed', 'passed'], 'steps');
  });

  await promise('after he has left nothing is sent; when he writes again it goes', async check => {
    await platform.call(hook, push('event', '取消关注', { subtype: 'unfollow' }));
    await sleep(300);
    const before = platform.replies.length;
    const held = await house.reply(conversation.id, '等您回来。');
    await house.delivered(conversation.id, held.id, ['held', 'failed'], 15000);
    check.same(platform.replies.length, before, 'messages sent');
  });

  await promise('an expired token stops the inbox, not the message', async check => {
    await platform.call(hook, push('text', '我回来了'));
    platform.error = 21327;
    const waiting = await house.reply(conversation.id, '令牌过期时的回复');
    await until(
      async () => {
        const one = (await house.messages(conversation.id)).find(m => m.id === waiting.id);
        return one.deliveries?.some(d => d.code === '21327');
      },
      15000,
      'the fault beside the message',
    );
    platform.error = 0;
    check.true(!platform.replies.some(r => r.text === '令牌过期时的回复'), 'it was sent');
  });

  await house.remove();
  await platform.close();
});
