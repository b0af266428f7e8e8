// What case types are called until the playbooks say it (their files carry the same names).

import type { Words } from '@keydesk/client/index';

export const caseNames: Record<string, Words> = {
  'already-scammed': { en: 'Paid a scammer', zh: '已经被骗、付了款' },
  'app-crash': { en: 'The app crashes or does not open', zh: '应用闪退或打不开' },
  'backup-again': { en: 'See or back up the phrase again', zh: '再次查看或备份助记词' },
  bridge: { en: 'Cross-chain transfer not arrived', zh: '跨链未到账' },
  'drained-by-approval': { en: 'Tokens left without consent (approval)', zh: '授权后代币被转走' },
  'exchange-not-credited': {
    en: 'Confirmed, but the exchange has not credited it',
    zh: '链上已确认，交易所未到账',
  },
  'fake-token': { en: 'Fake token, airdrop or decoy transfer', zh: '假币、空投或零转账' },
  'feature-request': { en: 'Feature request or suggestion', zh: '功能建议' },
  'fee-choice': { en: 'Which fee, and why so expensive', zh: '手续费怎么选、为什么这么贵' },
  'forgotten-password': { en: 'Forgotten wallet password', zh: '忘记钱包密码' },
  'insufficient-balance': {
    en: '"Insufficient balance" although there is enough',
    zh: '余额充足却提示余额不足',
  },
  'is-this-official': { en: 'Is this site, app or person official?', zh: '这是官方的吗？' },
  'kyc-and-limits': { en: 'Identity check and limits', zh: '身份认证与限额' },
  'leaked-seed': { en: 'Recovery phrase or key leaked', zh: '助记词或私钥泄露' },
  'login-elsewhere': { en: 'Login from another device or place', zh: '异地或新设备登录提醒' },
  'login-fails': { en: 'Cannot log in', zh: '登录不了' },
  'lost-mnemonic': { en: 'Recovery phrase lost or incomplete', zh: '助记词丢失或不完整' },
  'missing-memo': { en: 'Memo or tag missing or wrong', zh: 'Memo/标签漏填或填错' },
  multisig: { en: 'Multisig wallets explained', zh: '多签钱包说明' },
  'no-gas': { en: 'No coin for the network fee', zh: '没有主币付手续费' },
  'smart-contracts': { en: 'Contracts, approvals and signatures explained', zh: '合约、授权与签名说明' },
  staking: { en: 'Staking and yield explained', zh: '质押与收益说明' },
  swap: { en: 'Swap failed or gave fewer tokens', zh: '兑换失败或到账变少' },
  'token-not-shown': { en: 'Token or incoming transfer not shown', zh: '代币或到账记录不显示' },
  'transfer-failed': { en: 'Transfer failed', zh: '转账失败' },
  'transfer-pending': { en: 'Transfer is pending', zh: '转账待确认' },
  'tron-permissions': { en: 'TRON permissions: the address is locked', zh: '波场权限被改、多签锁定' },
  'wrong-address': { en: 'Sent to a wrong address', zh: '转错地址' },
  'wrong-network': { en: 'Sent on the wrong network', zh: '转错网络' },
  'zero-after-reimport': {
    en: 'Balance is zero after re-import or a new phone',
    zh: '重新导入或换手机后余额为零',
  },
};
