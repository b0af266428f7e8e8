// The sample wallet site's two pages from one layout; build.mjs writes them. Invented company, real widget.
const esc = s => s.replace(/&/g, '&amp;').replace(/</g, '&lt;');

const icon = {
  logo: '<svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true"><rect width="32" height="32" rx="9" fill="#2450e6"/><path d="M13.2 18.8l5.6-5.6M11.2 14.6l-1.5 1.5a4.4 4.4 0 0 0 6.2 6.2l1.5-1.5M20.8 17.4l1.5-1.5a4.4 4.4 0 0 0-6.2-6.2l-1.5 1.5" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round"/></svg>',
  key: '<path d="M14.5 9.5a4 4 0 1 1-3.4 6.1L4.5 19v-3l5.7-3.5a4 4 0 0 1 4.3-3Z"/><path d="M15.5 13h.1"/>',
  shield:
    '<path d="M12 3l7.5 2.8v5.4c0 4.6-3.1 8.1-7.5 9.8-4.4-1.7-7.5-5.2-7.5-9.8V5.8L12 3Z"/><path d="M8.7 12l2.4 2.4 4.3-4.5"/>',
  chat: '<path d="M20.5 11.6a8 8 0 0 1-11.7 7L4 20.2l1.6-4.6a8 8 0 1 1 14.9-4Z"/><path d="M8.6 11.6h.1M12.6 11.6h.1M16.6 11.6h.1"/>',
  swap: '<path d="M4 8.5h14M14.5 5l3.5 3.5-3.5 3.5M20 15.5H6M9.5 12 6 15.5 9.5 19"/>',
  device:
    '<path d="M8 3.5h8A1.5 1.5 0 0 1 17.5 5v14a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 19V5A1.5 1.5 0 0 1 8 3.5Z"/><path d="M11 17.5h2"/>',
  eye: '<path d="M2.5 12C4.6 8 8 6 12 6s7.4 2 9.5 6c-2.1 4-5.5 6-9.5 6s-7.4-2-9.5-6Z"/><path d="M12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z"/>',
};
const line = (name, size = 24) =>
  `<svg viewBox="0 0 24 24" width="${size}" height="${size}" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${icon[name]}</svg>`;

const WORDS = {
  'zh-CN': {
    title: '链桥钱包：自己掌管资产，遇事有真人帮您',
    description: '多链自托管钱包。私钥只在您的手机里，官方客服 7×24 小时在线，绝不索要助记词。',
    brand: '链桥钱包',
    other: ['English', '/demo/en', 'en'],
    home: '/demo',
    skip: '跳到正文',
    menu: ['产品', '安全', '常见问题'],
    contact: '联系客服',
    download: '下载应用',
    pill: '7×24 小时中文客服',
    h1: ['自己掌管资产，', '遇事有真人帮您'],
    lead: '一个钱包管理 32 条公链。私钥只在您的手机里，没有人能替您转走资产，包括我们。',
    cta: '立即下载',
    ask: '问问客服',
    proof: [
      ['32', '条公链'],
      ['180 万', '位用户'],
      ['2 分钟', '客服平均回复'],
    ],
    phone: {
      hello: '主钱包',
      total: '总资产（示例）',
      amount: '¥ 86,420.55',
      change: '今日 +1.24%',
      acts: ['转账', '收款', '兑换'],
      rows: [
        ['B', 'Bitcoin', '0.4218 BTC', '¥ 51,903.10'],
        ['E', 'Ethereum', '1.25 ETH', '¥ 24,117.45'],
        ['T', 'USDT', '1,440.00', '¥ 10,400.00'],
      ],
      note: '助记词已离线备份',
    },
    featuresTitle: '把复杂留给我们，把控制权留给您',
    features: [
      ['key', '私钥不离开手机', '助记词在本机生成并加密保存，服务器上没有任何一份副本。'],
      ['swap', '转账前先看明白', '每一笔签名都用人话写出来：转给谁、转多少、授权了什么。'],
      ['eye', '风险地址提醒', '转账前比对已知的钓鱼地址与仿冒合约，发现异常立刻告诉您。'],
      ['chat', '真人客服', '提币没到账、授权被盗、换手机：直接问，真人在两分钟内回复。'],
      ['shield', '本机安全检查', '在客服对话里误贴助记词？内容在您的设备上就被拦下，不会发出。'],
      ['device', '换机无忧', '新手机上按提示恢复钱包，遇到卡住的步骤，客服一步步陪您走完。'],
    ],
    pledgeTitle: '我们绝不会向您索要',
    pledge: ['助记词或私钥', '密码与验证码', '任何形式的付款', '远程控制您的设备'],
    pledgeNote: '任何以客服名义索要这些内容的人都是骗子。官方客服只在本网站右下角和应用内的窗口与您对话。',
    pledgeAct: '我不确定对方是不是官方',
    faqTitle: '常见问题',
    faq: [
      [
        '转账显示成功，对方却没有收到？',
        '先复制交易哈希，在区块浏览器里看确认数。多数情况是网络拥堵或交易所还没入账。把交易哈希发给客服，我们帮您核对每一步。',
      ],
      [
        '换了手机，怎么找回钱包？',
        '在新手机安装链桥钱包，选择“恢复钱包”，在应用里输入助记词。请只在应用里输入，不要发给任何人，也不要发给客服。',
      ],
      [
        '怀疑授权了可疑合约怎么办？',
        '在应用的“授权管理”里撤销它，再把剩余资产转到新地址。不会操作可以马上联系客服，我们陪您处理。',
      ],
      ['客服会要我的助记词吗？', '绝不会。我们不需要它，也不能保存它。索要它的一定是骗子。'],
    ],
    footer: '链桥钱包是为演示 Keydesk 而虚构的公司。',
  },
  en: {
    title: 'LinkBridge Wallet: your keys, and a person when you need one',
    description:
      'A self-custody wallet for many chains. Your keys stay on your phone, support is there around the clock and never asks for your seed phrase.',
    brand: 'LinkBridge Wallet',
    other: ['中文', '/demo', 'zh-CN'],
    home: '/demo/en',
    skip: 'Skip to content',
    menu: ['Product', 'Safety', 'Questions'],
    contact: 'Contact support',
    download: 'Get the app',
    pill: 'Support around the clock',
    h1: ['Your keys, your coins.', 'A person when it matters.'],
    lead: 'One wallet for 32 chains. The keys live on your phone only: nobody can move your funds for you, not even us.',
    cta: 'Download now',
    ask: 'Ask support',
    proof: [
      ['32', 'chains'],
      ['1.8 M', 'people'],
      ['2 min', 'average first reply'],
    ],
    phone: {
      hello: 'Main wallet',
      total: 'Total balance (sample)',
      amount: '$ 12,046.18',
      change: 'Today +1.24%',
      acts: ['Send', 'Receive', 'Swap'],
      rows: [
        ['B', 'Bitcoin', '0.4218 BTC', '$ 7,230.90'],
        ['E', 'Ethereum', '1.25 ETH', '$ 3,375.28'],
        ['T', 'USDT', '1,440.00', '$ 1,440.00'],
      ],
      note: 'Seed phrase backed up offline',
    },
    featuresTitle: 'We carry the complexity. You keep control.',
    features: [
      [
        'key',
        'Keys never leave your phone',
        'Your seed phrase is made and encrypted on the device. There is no copy on any server.',
      ],
      [
        'swap',
        'Understand before you sign',
        'Every signature in plain words: who receives it, how much, and what you approve.',
      ],
      [
        'eye',
        'Warned about risky addresses',
        'Known phishing addresses and fake contracts are checked before anything is sent.',
      ],
      [
        'chat',
        'Real people',
        'Missing transfer, stolen approval, new phone: ask, and a person answers in two minutes.',
      ],
      [
        'shield',
        'Checked on your device',
        'Pasted a seed phrase into the chat by mistake? It is stopped before it leaves your device.',
      ],
      [
        'device',
        'New phone, no panic',
        'Restore step by step. If you get stuck, support walks through it with you.',
      ],
    ],
    pledgeTitle: 'We will never ask you for',
    pledge: [
      'Your seed phrase or private key',
      'Passwords and codes',
      'A payment of any kind',
      'Remote control of your device',
    ],
    pledgeNote:
      'Whoever asks for these in our name is a scammer. Official support only talks to you in the window at the corner of this site and inside the app.',
    pledgeAct: 'I am not sure who I talked to',
    faqTitle: 'Common questions',
    faq: [
      [
        'My transfer says success but has not arrived?',
        'Copy the transaction hash and look at its confirmations in a block explorer. Most often the network is busy or the exchange has not credited it yet. Send us the hash and we will check every step with you.',
      ],
      [
        'New phone: how do I get my wallet back?',
        'Install LinkBridge Wallet, choose “Restore”, and enter your seed phrase in the app. Only in the app: never send it to anybody, not to support either.',
      ],
      [
        'I may have approved a bad contract. What now?',
        'Revoke it under “Approvals” in the app, then move what is left to a new address. Not sure how? Contact support now, we will do it together.',
      ],
      [
        'Will support ask for my seed phrase?',
        'Never. We do not need it and must not hold it. Whoever asks for it is a scammer.',
      ],
    ],
    footer: 'LinkBridge Wallet is an invented company that shows Keydesk at work.',
  },
};

/** One page; `names` are the addresses of the hashed assets. */
export function demoPage(locale, names) {
  const w = WORDS[locale];
  const [otherName, otherHref, otherLang] = w.other;
  const anchors = ['product', 'safety', 'faq'];
  return `<!doctype html>
<html lang="${locale}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="description" content="${esc(w.description)}" />
    <meta name="robots" content="noindex" />
    <title>${esc(w.title)}</title>
    <link rel="icon" href="data:," />
    <link rel="alternate" hreflang="${otherLang}" href="${otherHref}" />
    <link rel="stylesheet" href="${names['demo.css']}" />
    <script src="${names['demo.js']}" type="module"></script>
    <script src="/widget.js" data-inbox="demo" async></script>
  </head>
  <body>
    <a class="skip" href="#main">${w.skip}</a>
    <header class="top">
      <a class="brand" href="${w.home}">${icon.logo}<span>${w.brand}</span></a>
      <nav aria-label="${esc(w.brand)}">${w.menu.map((m, i) => `<a href="#${anchors[i]}">${m}</a>`).join('')}</nav>
      <a class="lang" href="${otherHref}" lang="${otherLang}" hreflang="${otherLang}">${otherName}</a>
      <button class="solid" type="button" data-chat>${w.contact}</button>
    </header>
    <main id="main">
      <section class="hero">
        <div class="hero-text">
          <p class="pill">${w.pill}</p>
          <h1>${w.h1.map(part => `<span>${part}</span>`).join('')}</h1>
          <p class="lead">${w.lead}</p>
          <p class="acts"><a class="big" href="#product">${w.cta}</a><button class="big ghost" type="button" data-chat>${line('chat', 20)}${w.ask}</button></p>
          <dl class="proof">${w.proof.map(([n, what]) => `<div><dt>${what}</dt><dd>${n}</dd></div>`).join('')}</dl>
        </div>
        <div class="phone" role="img" aria-label="${esc(w.phone.hello)}">
          <div class="screen" aria-hidden="true">
            <div class="bar"><b>${w.phone.hello}</b><i></i></div>
            <div class="card"><small>${w.phone.total}</small><strong>${w.phone.amount}</strong><em>${w.phone.change}</em></div>
            <div class="tri">${w.phone.acts.map(a => `<span>${a}</span>`).join('')}</div>
            ${w.phone.rows.map(([c, name, units, worth]) => `<div class="coin coin-${c}"><b>${c}</b><span>${name}<small>${units}</small></span><em>${worth}</em></div>`).join('')}
            <div class="safe">${line('shield', 16)}${w.phone.note}</div>
          </div>
        </div>
      </section>
      <section class="band" id="product">
        <h2>${w.featuresTitle}</h2>
        <ul class="grid">${w.features.map(([i, head, text]) => `<li><span class="tile">${line(i)}</span><h3>${head}</h3><p>${text}</p></li>`).join('')}</ul>
      </section>
      <section class="pledge" id="safety">
        <div>
          <h2>${w.pledgeTitle}</h2>
          <ul>${w.pledge.map(p => `<li>${p}</li>`).join('')}</ul>
          <p>${w.pledgeNote}</p>
          <button class="big light" type="button" data-chat>${w.pledgeAct}</button>
        </div>
      </section>
      <section class="band faq" id="faq">
        <h2>${w.faqTitle}</h2>
        ${w.faq.map(([q, a]) => `<details><summary>${q}</summary><p>${a}</p></details>`).join('\n        ')}
      </section>
    </main>
    <footer class="bottom"><p>${w.footer}</p><a href="${otherHref}" lang="${otherLang}" hreflang="${otherLang}">${otherName}</a></footer>
  </body>
</html>
`;
}
