// Messages as customers write them, each with one secret. Usage: node generate.mjs [count] [seed] > secrets.jsonl
// A line: {id, kind, lang, text, thread?, prev?, secret: [[start, end], ...]} in code points.
import * as make from './secrets.mjs';

const count = Number(process.argv[2] ?? 4000);
const dice = new make.Dice(Number(process.argv[3] ?? 2026));

const NAMES = {
  seed: { zh: ['助记词', '恢复词', '钱包的12个单词', '我的助记词'], en: ['seed phrase', 'recovery phrase', 'seed', 'mnemonic', 'secret recovery phrase', 'backup words'] },
  key: { zh: ['私钥', '钱包私钥', '我的私钥', '导出的私钥'], en: ['private key', 'priv key', 'my private key', 'the private key'] },
  keystore: { zh: ['keystore', '钱包文件'], en: ['keystore', 'keystore file'] },
  password: { zh: ['密码', '登录密码', '钱包密码', '交易密码', '支付密码'], en: ['password', 'wallet password', 'pwd', 'passphrase'] },
  otp: { zh: ['验证码', '短信验证码', '动态码', '校验码'], en: ['verification code', 'OTP', 'one-time code', '2FA code', 'sms code'] },
  pin: { zh: ['PIN码', '解锁码', 'pin'], en: ['PIN', 'pin code', 'unlock code'] },
  backup: { zh: ['备份码', '恢复码', '备用码'], en: ['backup codes', 'recovery codes'] },
  totp: { zh: ['谷歌验证器密钥', '2FA密钥', '验证器的设置密钥'], en: ['2FA secret', 'authenticator setup key', 'TOTP secret key'] },
};
const LEAD = {
  zh: [(n) => `我的${n}是`, (n) => `${n}：`, (n) => `${n}: `, (n) => `你好，${n}是 `, (n) => `帮我看看，${n}是这个：\n`, (n) => `这是我的${n}：`, (n) => `${n}为`, (n) => `客服你好，我把${n}发给你 `, (n) => `用这个${n}导入不了：`, (n) => `${n} `],
  en: [(n) => `my ${n} is `, (n) => `${n}: `, (n) => `Here is my ${n}:\n`, (n) => `hi, ${n} - `, (n) => `I tried to log in, my ${n} is `, (n) => `${n}=`, (n) => `this is my ${n}: `, (n) => `can you check my ${n}? it is `],
};
const TAIL = {
  zh: ['', '', '，导入后余额是0，怎么办？', ' 麻烦帮我看一下', '\n请尽快处理', '。为什么提示错误？', '，谢谢', ' 不行啊'],
  en: ['', '', ' please help me restore it', '\nwhat should I do?', ', why does it fail?', ' thanks', '. It says invalid.', ' can you import it for me'],
};
const OTHER = { // Openings in the languages of the other lists, about the phrase.
  japanese: ['', 'リカバリーフレーズは', '私のシードフレーズ： ', 'こんにちは、復元フレーズです：'], korean: ['', '제 니모닉은 ', '복구 구문: ', '시드 문구입니다: '],
  spanish: ['', 'mi frase semilla es ', 'Hola, la frase de recuperación: '], french: ['', 'ma phrase de récupération est ', 'Bonjour, la phrase : '],
  italian: ['', 'la mia frase seme è ', 'Ciao, frase di recupero: '], portuguese: ['', 'minha frase de recuperação é ', 'Olá, a frase: '],
  czech: ['', 'moje seed fráze je ', 'Dobrý den, fráze: '], chinese_traditional: ['', '我的助記詞是', '助記詞：', '你好，這是我的助記詞 '],
};

const cps = (s) => [...s].length;
const cap = (w) => w[0].toUpperCase() + w.slice(1);

function slip(word) {
  const c = [...word];
  if (c.length < 4) return word;
  const i = 1 + dice.below(c.length - 2);
  switch (dice.below(4)) {
    case 0: c.splice(i, 1); break;
    case 1: c.splice(i, 0, c[i]); break;
    case 2: [c[i], c[i + 1]] = [c[i + 1], c[i]]; break;
    default: c[i] = dice.pick('abcdefghijklmnoprstuvwy');
  }
  return c.join('');
}

function spoil(phrase) {
  const words = [...phrase];
  if (dice.chance(0.3)) for (let n = 1 + dice.below(2); n > 0; n--) { const i = dice.below(words.length); words[i] = slip(words[i]); }
  if (dice.chance(0.06)) words.splice(dice.below(words.length), 1);
  if (dice.chance(0.05)) { const i = dice.below(words.length - 1); [words[i], words[i + 1]] = [words[i + 1], words[i]]; }
  return words;
}

function layout(words, latin = true) {
  const style = latin ? dice.below(16) : dice.below(10);
  switch (style) {
    case 0: return words.map((w, i) => `${i + 1}. ${w}`).join(dice.pick(['\n', ' ']));
    case 1: return words.map((w, i) => `${i + 1}.${w}`).join(dice.pick(['\n', ' ']));
    case 2: return words.map((w, i) => `${i + 1}) ${w}`).join(dice.pick(['\n', ', ']));
    case 3: return words.join(', ');
    case 4: return words.join('\n');
    case 5: return words.join(dice.pick([' - ', '-', ' / ', ' | ']));
    case 6: return words.map((w, i) => w + (i % 4 === 3 ? '\n' : ' ')).join('').trim();
    case 7: return words.join(dice.pick(['，', '、', '  ', '\u3000']));
    case 8: return words.map((w, i) => `${i + 1}${w}`).join(' ');
    case 10: return words.map(cap).join(' ');
    case 11: return words.join(' ').toUpperCase();
    case 12: return words.length >= 12 ? words.join('') : words.join(' ');
    case 13: return words.map((w, i) => `word ${i + 1}: ${w}`).join('\n');
    case 14: return words.map((w, i) => `第${i + 1}个是${w}`).join('，');
    default: return words.join(' ');
  }
}

function layoutChinese(chars) {
  switch (dice.below(10)) {
    case 0: return chars.map((w, i) => `${i + 1}.${w}`).join(dice.pick(['\n', ' ']));
    case 1: return chars.map((w, i) => `第${i + 1}个是${w}`).join(dice.pick(['，', ' ', '\n']));
    case 2: return chars.join('\n');
    case 3: return chars.join(dice.pick(['、', '，', ',', '/', '-']));
    case 4: return chars.map((w, i) => w + (i % 4 === 3 ? ' ' : '')).join('').trim();
    case 5: case 6: return chars.join('');
    case 7: return chars.map((w, i) => `${i + 1}${w}`).join(' ');
    default: return chars.join(' ');
  }
}

function spoilChinese(chars) {
  const out = [...chars];
  if (dice.chance(0.2)) out[dice.below(out.length)] = dice.pick([...'鑫淼喵婷昊煜钰琪蕾']);
  return out;
}

const lines = [];
let number = 0;

function emit(kind, lang, before, secret, after, extra = {}) {
  const start = cps(before);
  lines.push({ id: `s${number++}`, kind, lang, text: before + secret + after, secret: [[start, start + cps(secret)]], ...extra });
}

/** With words around it in zh or en; without any, one time in `bare`. */
function around(kind, noun, secret, lang, bare = 0.25) {
  if (dice.chance(bare)) emit(kind, lang, '', secret, '');
  else emit(kind, lang, dice.pick(LEAD[lang])(dice.pick(NAMES[noun][lang])), secret, dice.pick(TAIL[lang]));
}

function split(kind, lang, pieces, join) {
  const thread = `t${number}`;
  const first = dice.chance(0.5) ? dice.pick(LEAD[lang])(dice.pick(NAMES.seed[lang])) : '';
  pieces.forEach((piece, i) => emit(kind, lang, i === 0 ? first : '', piece.join(join), '', { thread }));
}

function pieces(words, low, high) {
  const out = [];
  for (let i = 0; i < words.length;) { const n = low + dice.below(high - low + 1); out.push(words.slice(i, i + n)); i += n; }
  return out.slice(0, 6).length < out.length ? [words.slice(0, Math.ceil(words.length / 2)), words.slice(Math.ceil(words.length / 2))] : out;
}

const lang = () => dice.pick(['zh', 'en']);
const length = () => dice.pick([12, 12, 12, 15, 18, 24, 24]);

const KINDS = [
  [14, () => { const l = lang(); around('bip39 english', 'seed', layout(spoil(make.bip39(dice, 'english', length()))), l, 0.4); }],
  [10, () => around('bip39 chinese', 'seed', layoutChinese(spoilChinese(make.bip39(dice, 'chinese_simplified', length()))), 'zh', 0.4)],
  [3, () => emit('bip39 hant', 'zh', dice.pick(OTHER.chinese_traditional), layoutChinese(make.bip39(dice, 'chinese_traditional', length())), '')],
  ...['japanese', 'korean', 'spanish', 'french', 'italian', 'portuguese', 'czech'].map((l) => [2, () => {
    const phrase = make.bip39(dice, l, length());
    const latin = !['japanese', 'korean'].includes(l);
    const bare = latin ? phrase.map((w) => (dice.chance(0.5) ? w.normalize('NFD').replace(/[\u0300-\u036f]/g, '') : w)) : phrase;
    emit(`bip39 ${l}`, l, dice.pick(OTHER[l]), layout(latin && dice.chance(0.3) ? spoil(bare) : bare, latin), '');
  }]),
  [3, () => around('electrum', 'seed', layout(spoil(make.electrum(dice))), lang(), 0.5)],
  [3, () => around('slip39', 'seed', layout(spoil(make.slip39(dice, dice.pick([20, 33])))), lang(), 0.5)],
  [3, () => around('monero', 'seed', layout(spoil(make.monero(dice))), lang(), 0.5)],
  [1, () => around('monero chinese', 'seed', layoutChinese(make.moneroChinese(dice)), 'zh', 0.5)],
  [2, () => around('ton', 'seed', layout(spoil(make.ton(dice))), lang(), 0.5)],
  [2, () => around('algorand', 'seed', layout(spoil(make.algorand(dice))), lang(), 0.5)],
  [6, () => { const l = lang(); split('split english', l, pieces(make.bip39(dice, 'english', length()), 3, 8), dice.pick([' ', ' ', ', ', '\n'])); }],
  [5, () => split('split chinese', 'zh', pieces(make.bip39(dice, 'chinese_simplified', length()), 3, 8), dice.pick(['', ' ', ' ', '、']))],
  [5, () => around('wif', 'key', make.wif(dice), lang(), 0.4)],
  [4, () => around('xprv', 'key', make.xprv(dice), lang(), 0.4)],
  [5, () => {
    const hex = make.hexKey(dice); const l = lang();
    if (dice.chance(0.2)) around('hex key 0x', 'key', `0x${hex}`, l, 0);
    else around('hex key', 'key', dice.pick([hex, hex, hex, hex.toUpperCase(), hex.match(/.{8}/g).join(' '), hex.match(/.{4}/g).join(' '), `${hex.slice(0, 32)}\n${hex.slice(32)}`]), l, 0.3);
  }],
  [2, () => around('base64 key', 'key', make.base64Key(dice), lang(), 0)],
  [3, () => around('keystore', 'keystore', make.keystore(dice), lang(), 0.4)],
  [3, () => around('solana', 'key', make.solana(dice), lang(), 0.4)],
  [1, () => around('solana array', 'key', make.solanaArray(dice), lang(), 0.4)],
  [3, () => around('bip38', 'key', make.bip38(dice), lang(), 0.4)],
  [2, () => around('mini key', 'key', make.miniKey(dice), lang(), 0.4)],
  [3, () => around('pem', 'key', make.pem(dice), lang(), 0.4)],
  ...['near', 'sui', 'nostr', 'tezos', 'xrp', 'stellar'].map((k) => [1, () => around(k, 'key', make[k](dice), lang(), 0.4)]),
  [2, () => around('totp secret', 'totp', make.totpSecret(dice), lang(), 0)],
  [1, () => around('otpauth', 'totp', make.otpauth(dice), lang(), 0.5)],
  [6, () => around('password', 'password', make.password(dice), lang(), 0)],
  [5, () => around('one-time code', 'otp', make.otp(dice), lang(), 0)],
  [3, () => around('pin', 'pin', make.pin(dice), lang(), 0)],
  [2, () => around('backup codes', 'backup', make.backupCodes(dice), lang(), 0)],
];
const total = KINDS.reduce((sum, [weight]) => sum + weight, 0);
while (lines.length < count) {
  let at = dice.next() * total;
  KINDS.find(([weight]) => (at -= weight) < 0)[1]();
}
process.stdout.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
