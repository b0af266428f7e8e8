// What belongs together. Written from the meaning of the cases, apart from any test's sentences.
#include "text/concepts.hpp"

#include <array>

namespace keydesk::text {

namespace {

// clang-format off
constexpr std::array kConcepts{
    Concept{U"send", U"send|sent|sending|transfer|transferred|transferring|transfers|moved|move|paid|pay|ship", U"转账|转出|转了|汇|发送|打给|打了|打出|转给|转过去|转的"},
    Concept{U"withdraw", U"withdraw|withdrew|withdrawal|withdrawing|withdrawn|cash out", U"提币|提现|提到|提出|提不|转出来"},
    Concept{U"deposit", U"deposit|deposited|top up|topup|recharge", U"充值|充币|充到|充进|充了"},
    Concept{U"receive", U"receive|received|receiving|recieved|incoming|arrive|arrived|got", U"收到|到账|收款|进账|收不到|入账"},
    Concept{U"notarrive", U"not arrived|never arrived|hasnt arrived|didnt arrive|not received|havent received|nothing arrived|never came|not there|still nothing|didnt receive|never received|has not arrived|did not arrive|no sign of", U"没到账|未到账|没收到|不到账|没到|未到|还没到|收不到|迟迟不到|没有到"},
    Concept{U"pending", U"pending|unconfirmed|processing|in progress|waiting|stuck|confirming|hanging|mempool|not confirmed|queue|queued|broadcasting", U"待确认|未确认|打包|卡住|卡了|处理中|等待|确认中|排队|没确认|不确认|进行中|卡着|一直转圈|上链|没动静"},
    Concept{U"speedup", U"speed up|accelerate|faster|bump|rbf|cancel", U"加速|取消交易|取消转账|取消这笔|催|快一点"},
    Concept{U"confirmed", U"confirmed|confirmations|success|successful|successfully|completed|complete|succeeded|done on chain", U"成功|已确认|已完成|确认数|完成了|已经确认"},
    Concept{U"failed", U"failed|fail|fails|failing|failure|reverted|revert|rejected|unsuccessful|error", U"失败|没成功|报错|不成功|执行失败|出错|回滚"},
    Concept{U"feecharged", U"fee was charged|fee charged|lost the fee|fee gone|took the fee|fee deducted|still charged|fee was taken|burned|refund|deducted", U"扣了手续费|手续费扣|扣费|退手续费|退还|退款|白扣|烧了|照扣|被扣"},
    Concept{U"fee", U"fee|fees|gas|miner fee|network fee|gwei|commission|cost|costs", U"手续费|矿工费|gas费|费用|燃料费|旷工费|油费|能量费|gas"},
    Concept{U"expensive", U"expensive|high|cheap|cheaper|cheapest|lower|less|costly|pricey|save|reduce|ridiculous", U"贵|便宜|省|高|划算|太多|降低|离谱|怎么收|多少钱"},
    Concept{U"choose", U"choose|which|should i|recommend|better|best|set|option|difference", U"选|哪个|应该|设置多少|设多少|区别|填多少|推荐|怎么设|合适"},
    Concept{U"insufficient", U"insufficient|not enough|lacks|short of|too low balance", U"余额不足|不足|不够"},
    Concept{U"balance", U"balance|funds|money|coins|amount", U"余额|资金|资产|钱"},
    Concept{U"ample", U"enough|plenty|more than enough|have funds|clearly|although i have|but i have|even though", U"明明|足够|够|还有|却|有钱|充足"},
    Concept{U"cannotsend", U"cant send|cannot send|unable to send|cant transfer|cannot transfer|unable to transfer|cant move|cannot move|wont send|cant withdraw", U"转不出|转不了|转不走|不能转|发不出|无法转|提不了|提不走|提不出|转账不了|出不来"},
    Concept{U"exchange", U"exchange|exchanges|cex|binance|okx|coinbase|kraken|huobi|htx|bybit|kucoin|bitget|gate|gateio|mexc|platform|upbit", U"交易所|币安|欧易|火币|抹茶|平台|芝麻开门|充币地址"},
    Concept{U"notcredited", U"not credited|credited|credit|hasnt credited|not booked|not posted|book|missing deposit|not added", U"没入账|未入账|没上账|不上账|未上账|不给上账|没给我上|没加|入帐|上分"},
    Concept{U"memo", U"memo|tag|destination tag|payment id|memos|comment field|remark|message field", U"memo|标签|备注|tag|附言|备忘|标记|注释"},
    Concept{U"forgot", U"forgot|forget|forgotten|forgetting|left out|omitted|missed|without|didnt put|didnt fill|empty", U"忘|忘记|没填|漏填|漏了|没写|忘了|未填|少填|没加"},
    Concept{U"network", U"network|chain|mainnet|trc20|erc20|bep20|bsc|polygon|arbitrum|optimism|base|trc|erc", U"网络|链|主网|公链|通道"},
    Concept{U"wrong", U"wrong|incorrect|mistake|mistaken|accident|accidentally|by mistake|mixed up|instead of|mismatch|oops|mistakenly|misclick", U"错|误|弄错|搞错|选成|填成|不小心|搞混|手滑|点错|手误"},
    Concept{U"address", U"address|adress|addres|recipient|receiver", U"地址|收款人|对方地址|收款方"},
    Concept{U"contract", U"contract|smart contract|contracts", U"合约|智能合约"},
    Concept{U"undo", U"undo|reverse|recall|take back|get back|get it back|call back|recover|recovery|retrieve|return|stop the transfer|chargeback|rescue", U"追回|找回|撤回|撤销|退回|拿回|取回|拦截|挽回|还能要回|拿回来|要回来|救"},
    Concept{U"notshown", U"not showing|doesnt show|not shown|not displayed|doesnt display|invisible|not visible|dont see|cant see|cannot see|not appear|doesnt appear|missing|hidden|not listed|nowhere|show up", U"不显示|没显示|看不到|不见|找不到|没有显示|显示不|未显示|看不见|没看到|查不到币|隐藏"},
    Concept{U"token", U"token|tokens|coin|coins|asset|assets|usdt|usdc|nft|altcoin", U"代币|币|资产|token|通证"},
    Concept{U"explorer", U"explorer|etherscan|tronscan|bscscan|blockchain|on chain|onchain|block explorer", U"浏览器|链上|区块链|区块浏览器"},
    Concept{U"addtoken", U"add token|custom token|add a token|import token|add custom|contract address of", U"添加代币|自定义代币|加代币|手动添加|添加币"},
    Concept{U"zero", U"zero|0 balance|empty|nothing left|gone|all gone|#zero|blank", U"是0|为0|变成0|归零|零|空的|空钱包|清零|没了|全没|变0|是零"},
    Concept{U"import", U"import|imported|importing|reimport|reimported|restore|restored|reinstall|reinstalled|reinstalling|reset phone|new phone|another phone|changed phone|switched phone|re imported|recovered", U"导入|恢复|重装|重新安装|换手机|新手机|卸载|刷机|换了手机|换了个手机|重新下载|导进|换机"},
    Concept{U"otheraddress", U"different address|another address|address changed|address is different|not my address|address differs|other address", U"地址不一样|地址变|地址不同|不是我的地址|地址不对|地址和以前"},
    Concept{U"nogas", U"no trx|no eth|no bnb|no gas|need trx|need eth|need bnb|not enough gas|not enough energy|out of trx|lack of trx|buy trx|for gas|gas token|native coin|without trx|without eth|dont have trx|dont have eth|zero trx|some trx|trx for", U"没有trx|没trx|没有eth|没eth|没有bnb|没bnb|trx不足|eth不足|bnb不足|矿工费不足|没有矿工费|没矿工费|没有gas|能量不足|带宽不足|没手续费|缺手续费|手续费不足|手续费不够|缺gas|缺trx|需要trx|要trx|gas不足|没油"},
    Concept{U"energy", U"energy|bandwidth|out of energy|freeze trx", U"能量|带宽"},
    Concept{U"tron", U"tron|trx|trc20|tronlink", U"波场|trx|trc20|tron"},
    Concept{U"permission", U"permission|permissions|owner|active permission|authority|sigerror|multi signature needed|privilege|control of my account", U"权限|被多签|恶意多签|解除多签|owner|控制权|解多签|被改了|签名权限"},
    Concept{U"multisig", U"multisig|multi sig|multi signature|multisignature|2 of 3|two of three|co signer|cosigner|signers|threshold|joint wallet|shared wallet|cosigners|several people|approvers", U"多签|多重签名|共管|几个人|联名|共同管理|签名人|门限|多人管理|阈值|多个人"},
    Concept{U"what", U"what is|whats|what are|explain|meaning|mean|means|how does|how do|how it works|understand|tell me about|newbie|beginner|purpose of|define", U"是什么|什么意思|啥意思|怎么理解|解释|原理|科普|介绍|是啥|小白|什么是|不懂|有什么用|干嘛用|怎么用|作用"},
    Concept{U"approve", U"approve|approved|approval|approvals|allowance|permit|authorize|authorized|authorization|revoke|increaseallowance|spender|unlimited", U"授权|取消授权|无限授权|permit|额度|approve|解除授权"},
    Concept{U"sign", U"sign|signed|signing|signature|signatures|walletconnect|connected|connect wallet|dapp|connect|connecting", U"签名|签了|签字|连接钱包|dapp|连接了|连了|walletconnect"},
    Concept{U"stolen", U"stolen|stole|steal|drained|drain|hacked|hack|robbed|swept|emptied|thief|theft|vanished|disappeared|without my permission|without my consent|unauthorized|not me|i didnt do|did not do|by itself|taken|cleaned out|wiped", U"被盗|盗|偷|被转走|转走了|转空|不是我转|没操作|划走|莫名其妙|自己转|被黑|黑客|没了|扫光|清空|不是我操作|被人转|卷走"},
    Concept{U"airdropclaim", U"airdrop|claim|free tokens|mint|reward|mining pool|liquidity mining|giveaway", U"空投|领取|领奖|流动性挖矿|福利|免费领|白嫖|挖矿"},
    Concept{U"seed", U"seed|seed phrase|mnemonic|recovery phrase|secret phrase|12 words|24 words|twelve words|backup phrase|phrase|words|#number words|private key|private keys|keystore", U"助记词|私钥|单词|12个词|助词|恢复词|备份词|密语|keystore|个单词"},
    Concept{U"leaked", U"leaked|leak|exposed|entered my|typed my|gave my|shared my|told my|told him my|compromised|screenshot|photo|photographed|uploaded|pasted|phishing|screen share|shared screen|someone knows|saw my|cloud|stranger has|sweeper|into a website|on a site", U"泄露|泄漏|填了|输入了|发给了|告诉了|截图|拍照|被看到|看到了|暴露|钓鱼|给了别人|输到|上传|共享屏幕|网站上输|给别人看|外泄|填在"},
    Concept{U"lost", U"lost|lose|losing|misplaced|cant find|cannot find|threw away|burnt|burned paper|never wrote|didnt write|never backed up|no backup|dont have|destroyed|dont remember|erased", U"丢|丢失|丢了|找不到了|没备份|没抄|没有备份|弄丢|不见了|遗失|没记|扔了|没保存|搞丢|没存"},
    Concept{U"password", U"password|passwrod|pasword|passcode|pin|pin code|unlock|pwd|pasword|payment password", U"密码|pin|口令|解锁|支付密码|交易密码|手势"},
    Concept{U"reset", U"reset|change password|new password|forgot password|set a new", U"重置|修改密码|改密码|找回密码|重设|换密码"},
    Concept{U"remember", U"remember|dont remember|cant remember|no longer know|dont know|not know|slipped my mind", U"想不起|记不得|不记得|忘记|忘了|记不住|记不清"},
    Concept{U"backup", U"backup|back up|backing up|write down|export|view|see again|show again|store|safe place|where can i see|copy again|reveal|display my|keep it safe", U"备份|抄|导出|查看|再看|保存|存放|重新抄|看到助记词|哪里看|抄写|抄下来|放哪"},
    Concept{U"login", U"login|log in|logging in|logged|sign in|signin|signing in|log on|logout|signed out|account access|get into my account|log me in", U"登录|登陆|登入|登不|登上|登进|上不去|登出|账号进"},
    Concept{U"code", U"code|verification code|otp|sms|captcha|one time|verfication|2fa|authenticator|codes", U"验证码|短信|动态码|谷歌验证|校验码|二次验证"},
    Concept{U"accountlocked", U"locked|lock|suspended|too many attempts|disabled|blocked|banned|deactivated", U"被锁|锁定|冻结账号|封号|被封|停用|次数太多|禁用"},
    Concept{U"elsewhere", U"another device|other device|new device|unknown device|unusual login|strange login|login from|logged in from|different city|another country|other country|not my device|unrecognized|unfamiliar device|somebody logged|someone logged|alert|notification of login|suspicious login|session", U"异地登录|异地|别的设备|其他设备|陌生设备|新设备|别人登录|不是本人登录|异常登录|登录提醒|外地|国外登录|不是我登|登录通知|陌生ip|被登录|可疑登录|顶号|被挤"},
    Concept{U"official", U"official|genuine|legit|legitimate|authentic|real one|real app|trustworthy|trusted|your website|your team|your staff|your support|your site|belongs to you|really you|verify that|from you|yours|impostor|are you real", U"官方|正版|官网|真的假的|是真的|真假|是你们|你们的吗|靠谱吗|正规|可信|真客服|正品|冒充|真伪|你们发的|你们家"},
    Concept{U"contact", U"telegram|whatsapp|email|e mail|phone call|called me|phoned|wechat|discord|twitter|group|facebook|hotline|phone number|domain|url|instagram|link|#link|website|site|x account", U"电报|微信|邮件|邮箱|打电话|来电|群|推特|热线|加我|私信|网址|链接|网站|客服号|域名|公众号|短信里|二维码"},
    Concept{U"scam", U"scam|scammed|scamed|scammer|scammers|fraud|fraudster|cheated|swindled|conned|ripped off|ponzi|pig butchering|romance|fake support|fake platform|tricked|fell for|victim|police|fooled|deceived", U"被骗|骗|诈骗|骗子|杀猪盘|假客服|上当|报警|被坑|套路|立案|警察|骗局|受害|骗走|坑"},
    Concept{U"paymore", U"unfreeze|tax|taxes|bail|deposit first|pay a fee|verification fee|margin|pay more|security deposit|pay first|processing fee|guarantee|unlock fee|clearance", U"解冻|保证金|交税|税|验证金|解冻费|押金|手续费先|先交|缴纳|再交|继续交|认证金|个税"},
    Concept{U"invest", U"invest|invested|investment|trading site|trading platform|profit|profits|guaranteed return|trader|guru|teacher|mentor|broker", U"投资|理财平台|带单|老师|炒币|刷单|高收益|导师|盈利|分析师|跟单"},
    Concept{U"recoveryagent", U"recovery agent|recovery company|fund recovery|hacker to recover|recovery expert|get funds recovered|recover my stolen", U"追币|帮追|追回团队|黑客追|追款|找人追"},
    Concept{U"faketoken", U"fake token|fake usdt|unknown token|strange token|spam token|random token|dust|poisoning|poisoned|tiny amount|never bought|didnt buy|look alike|lookalike|worthless|unknown coins|appeared|zero value|0 value|similar address|spam nft|unsolicited|out of nowhere|strange coins", U"假币|不认识的代币|陌生代币|粉尘|投毒|小额|没买过|相似地址|假usdt|垃圾币|空投币|多了一个|莫名其妙多|莫名收到|0转账|0金额|凭空|突然多|首尾|尾号一样|长得像|假u|奇怪的币|突然收到"},
    Concept{U"swap", U"swap|swapped|swapping|swaps|slippage|price impact|trade inside|convert|converted|dex|uniswap|pancakeswap|sunswap|1inch|quote|liquidity|exchange in the wallet|rate|received less|fewer|minimum received", U"兑换|闪兑|滑点|换币|换成|价格影响|swap|uniswap|薄饼|流动性不足|汇率|比报价|换出来|到手|换的|换不了|去中心化"},
    Concept{U"bridge", U"bridge|bridged|bridging|cross chain|crosschain|l2|layer 2|layer2|target chain|destination chain|source chain|other chain|stargate|across|from ethereum to|rollup", U"跨链|桥|过桥|源链|目标链|二层|另一条链|l2|跨到|跨过去|跨桥"},
    Concept{U"stake", U"stake|staking|staked|unstake|unstaked|unstaking|yield|apy|apr|validator|validators|delegate|delegation|unbonding|earn|lending|interest|rewards|restaking|vote|lock up|lockup", U"质押|收益|年化|解押|赎回|验证人|节点投票|锁仓|理财|利息|投票|委托|解质押|apy|生息|解锁期|借贷"},
    Concept{U"kyc", U"kyc|identity|verify identity|identity verification|passport|id card|id document|limit|limits|daily limit|cap|monthly limit|verification level|buy crypto|selfie|proof of address|real name|documents|maximum|driving license|quota|review", U"实名|kyc|身份认证|认证|身份证|限额|额度上限|护照|人脸|审核|每日限额|买币|单笔|上限|证件|出金|刷脸|提额|驾照"},
    Concept{U"crash", U"crash|crashes|crashed|crashing|freeze|freezes|frozen|freezing|white screen|black screen|wont open|doesnt open|wont start|doesnt start|wont load|not loading|doesnt load|hang|hangs|laggy|slow|closes|closing|shuts|blank|quits|unresponsive|glitch|bug|lag|force close|not responding|launch", U"闪退|崩|卡死|白屏|黑屏|打不开|启动不|加载不|卡顿|退出|没反应|死机|无响应|空白|转圈|进不去app|卡在|很卡|特别卡|点不动|加载失败|弹出去|黑的"},
    Concept{U"app", U"app|application|wallet app|software|version|update|updated|updating|upgrade|upgraded|install|page|screen|button|ios|android|iphone|launcher", U"应用|软件|版本|更新|升级|安装|app|页面|界面|苹果|安卓|按钮|手机"},
    Concept{U"feature", U"feature|feature request|suggest|suggestion|please add|add support|support for|would be nice|would be great|it would be|wish|wishlist|request|roadmap|plan to|planning|when will|can you add|could you add|dark mode|hardware wallet|ledger|trezor|widget|idea|would like to see|improve|improvement|love to see|list my token|could you make|integrate|missing feature|hope you", U"建议|希望|功能|能不能加|增加|加个|加一个|支持一下|什么时候支持|上架|上线|优化|改进|可以加|想要|夜间模式|深色|硬件钱包|提个|出个|新增|做一个|开发|需求|能否增加|能否支持|期待"},
    Concept{U"somebody", U"someone|somebody|a man|a woman|guy|person|he says|claims|claiming|stranger|agent named|they say|pretending|admin", U"有人|自称|一个人|对方|陌生人|他说|客服说|某人|管理员"},
    Concept{U"gone", U"gone|disappeared|vanished|lost|missing|where is|where are|where did", U"没了|不见|消失|去哪|哪去|丢了|哪里了"},
    Concept{U"time", U"hours|hour|days|day|minutes|since|yesterday|morning|long|ages|forever|week|overnight", U"小时|天|分钟|昨天|今天|早上|晚上|一直|很久|半天|好久|还没|多久|迟迟"},
    Concept{U"swindleask", U"asks for|asked for|asking for|wants my|wants me|asked me|told me to|demands", U"让我|叫我|要我|索要|要求我|问我要"},
    Concept{U"safe", U"safe|secure|security|dangerous|risk|risky|risks|trust", U"安全|风险|危险|会不会被盗|放心|可信"},
    Concept{U"hash", U"#hash|txid|tx hash|hash|tx id", U"哈希|交易号|hash|txid"},
    Concept{U"person", U"human|humans|person|agent|agents|operator|representative|rep|staff|supervisor|manager|employee|real person|live agent|live chat|someone real|being|colleague|talk to|speak to|speak with|chat with|connect me|put me through|escalate|customer service|human being", U"人工|真人|活人|客服|专人|经理|主管|负责人|工作人员|有人吗|有没有人|人呢|来个人|人工服务"},
    Concept{U"bot", U"bot|bots|robot|robots|machine|ai|chatbot|automated|automatic|canned|auto reply|program|computer|script|scripted", U"机器人|自动回复|机器|智能客服|模板|ai|复制粘贴"},
    Concept{U"less", U"less than|fewer|received less|lower than|got less|short|shortfall", U"少了|比显示|比报价|变少|缩水|少好多|不够数|亏"},
};
// clang-format on

}  // namespace

std::span<const Concept> concepts()
{
    return kConcepts;
}

}  // namespace keydesk::text
