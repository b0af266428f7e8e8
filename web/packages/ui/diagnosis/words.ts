// What is said of a diagnosis in both languages. Functions fill the places, so that the compiler sees a
// missing one; no signal, so that the panel's card can be fetched on demand (see model.ts).
import type { Actor, ChainState } from '@keydesk/wire/frames';
import { type Band, bandOf, type Certainty, type Sight, shortId, stateOf } from './model';

export interface Words {
  state: Record<ChainState, string>;
  /** What the customer reads in its place: a sentence where the agent has a word. */
  told: Record<ChainState, string>;
  actor: Record<Actor, string>;
  certainty: Record<Certainty, string>;
  band: (band: Band) => string;
  /** How long it will still take, and what the two numbers mean. */
  wait: (band: string) => string;
  waitWhy: (low: string, high: string) => string;
  confirmations: (count: number, needed: number) => string;
  finalAfter: (count: number) => string;
  replacedBy: (id: string) => string;
  /** Heads a message about one of several transactions. */
  about: (id: string, chain: string, address: boolean) => string;
  see: string;
  why: string;
  now: string;
  never: string;
  shield: (title: string) => string;
  open: (host: string) => string;
}

export const en: Words = {
  state: {
    asking: 'Looking…',
    unknown: 'Unclear',
    not_found: 'Not found',
    pending: 'Pending',
    included: 'In a block',
    final: 'Final',
    failed: 'Failed',
    replaced: 'Replaced',
    dropped: 'Dropped',
    expired: 'Expired',
    active: 'Active',
    inactive: 'Not activated',
    restricted: 'Restricted',
  },
  told: {
    asking: 'Looking it up on the chain…',
    unknown: 'We cannot say yet',
    not_found: 'Not found on the chain',
    pending: 'Waiting for a block',
    included: 'On the chain, being confirmed',
    final: 'Completed on the chain',
    failed: 'Failed on the chain',
    replaced: 'Replaced by another one',
    dropped: 'No longer waiting',
    expired: 'Expired, not carried out',
    active: 'This address is in order',
    inactive: 'This address is not activated',
    restricted: 'This address is restricted',
  },
  actor: {
    sender: 'The sender can act',
    receiver: 'The receiver can act',
    exchange: 'The exchange can act',
    contract: 'The contract’s owner can act',
    issuer: 'Only the issuer can act',
    nobody: 'No action needed or possible',
    anybody: 'Anybody can act',
  },
  certainty: {
    sure: 'Certain',
    likely: 'Very likely',
    maybe: 'Likely, not certain',
    open: 'A guess: check before you answer',
  },
  band: ({ low, high, unit }) => {
    const name = { second: 's', minute: 'min', hour: 'h', day: high === 1 ? 'day' : 'days' }[unit];
    if (low < 1) return `up to ${high} ${name}`;
    return low === high ? `about ${high} ${name}` : `${low}–${high} ${name}`;
  },
  wait: band => `Usually ${band}`,
  waitWhy: (low, high) => `Half of such transactions take less than ${low}, nine in ten less than ${high}.`,
  confirmations: (count, needed) =>
    needed > 0 ? `${count} of ${needed} confirmations` : `${count} confirmation${count === 1 ? '' : 's'}`,
  finalAfter: count => `final after ${count} confirmation${count === 1 ? '' : 's'}`,
  replacedBy: id => `replaced by ${id}`,
  about: (id, chain, address) =>
    `About ${address ? 'address' : 'transaction'} ${id}${chain && ` (${chain})`}:`,
  see: 'What we see',
  why: 'Why',
  now: 'What to do now',
  never: 'What not to do',
  shield: title => `Beware of a scam: ${title}`,
  open: host => `See it on ${host}`,
};

export const zh: Words = {
  state: {
    asking: '查询中…',
    unknown: '尚不明确',
    not_found: '未找到',
    pending: '等待打包',
    included: '已上链',
    final: '最终确认',
    failed: '失败',
    replaced: '已被替换',
    dropped: '已被丢弃',
    expired: '已过期',
    active: '正常',
    inactive: '未激活',
    restricted: '受限',
  },
  told: {
    asking: '正在链上查询…',
    unknown: '目前还无法判断',
    not_found: '链上没有找到',
    pending: '正在等待打包',
    included: '已上链，正在确认',
    final: '链上已最终确认',
    failed: '链上执行失败',
    replaced: '已被另一笔交易替换',
    dropped: '已不在等待队列中',
    expired: '已过期，没有执行',
    active: '这个地址状态正常',
    inactive: '这个地址尚未激活',
    restricted: '这个地址受到限制',
  },
  actor: {
    sender: '发送方可以处理',
    receiver: '收款方可以处理',
    exchange: '交易所可以处理',
    contract: '合约方可以处理',
    issuer: '只有发行方能处理',
    nobody: '无需或无法操作',
    anybody: '任何人都可以处理',
  },
  certainty: {
    sure: '确定',
    likely: '可能性很大',
    maybe: '较有可能，尚不确定',
    open: '仅为推测，请核实后再回复',
  },
  band: ({ low, high, unit }) => {
    const name = { second: '秒', minute: '分钟', hour: '小时', day: '天' }[unit];
    if (low < 1) return `${high} ${name}以内`;
    return low === high ? `约 ${high} ${name}` : `${low}–${high} ${name}`;
  },
  wait: band => `通常还需 ${band}`,
  waitWhy: (low, high) => `一半的同类交易不超过 ${low}，十笔中有九笔不超过 ${high}。`,
  confirmations: (count, needed) => (needed > 0 ? `${count}/${needed} 次确认` : `${count} 次确认`),
  finalAfter: count => `经 ${count} 次确认，已最终确认`,
  replacedBy: id => `已被 ${id} 替换`,
  about: (id, chain, address) => `关于${address ? '地址' : '交易'} ${id}${chain && `（${chain}）`}：`,
  see: '链上情况',
  why: '原因',
  now: '现在怎么做',
  never: '请注意',
  shield: title => `当心诈骗：${title}`,
  open: host => `在 ${host} 查看`,
};

/** How far it is: the line beside the state, empty where there is nothing to count. */
export function progressOf(sight: Sight, words: Words): string {
  switch (stateOf(sight)) {
    case 'pending':
      return sight.eta ? words.wait(words.band(bandOf(sight.eta))) : '';
    case 'included':
      return words.confirmations(sight.confirmations, sight.needed);
    case 'final':
      return sight.confirmations > 0 ? words.confirmations(sight.confirmations, 0) : '';
    default:
      return '';
  }
}

/** What has become of it, as the timeline's half sentence after the id. */
export function changeText(sight: Sight, words: Words, tag: 'en' | 'zh-CN'): string {
  const state = stateOf(sight);
  if (state === 'replaced' && sight.replaced_by) return words.replacedBy(shortId(sight.replaced_by));
  if (state === 'final' && sight.confirmations > 0) return words.finalAfter(sight.confirmations);
  const said = tag === 'en' ? words.state[state].toLowerCase() : words.state[state];
  const title = sight.advice?.[tag].title;
  if (state === 'asking') return said;
  if (state === 'included') return [said, progressOf(sight, words)].join(tag === 'en' ? ', ' : '，');
  return title ? `${said} · ${title}` : said;
}
