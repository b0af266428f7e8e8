#include "guard/cues.hpp"

#include "guard/normal.hpp"

#include <algorithm>
#include <array>

namespace keydesk::guard {
namespace {

struct Row {
    Cue cue;
    std::u16string_view words;  ///< Separated by '|', in the normalised spelling.
};

constexpr Row kRows[] = {
    {Cue::seed,
     u"助记词|助記詞|助记码|恢复词|恢復詞|恢复短语|恢復短語|助词|注记词|注記詞|备份词|備份詞|"
     u"种子词|種子詞|"
     u"助记单词|助記單詞|种子短语|12个词|24个词|12个单词|24个单词|12個單詞|12词|24词|seed|seeds|"
     u"seed phrase|"
     u"seedphrase|mnemonic|mnemonics|mnemonic phrase|recovery phrase|recovery words|secret phrase|"
     u"secret recovery phrase|backup phrase|srp|wallet words|12 words|24 words|25 words|20 words|"
     u"12-word|24-word|twelve words|slip39|slip-39|shamir|recovery share|zhujici|semilla|"
     u"frase semilla|frase secreta|frase de recuperacion|phrase de recuperation|phrase secrete|"
     u"phrase mnemonique|frase di recupero|frase seme|frase de recuperacao|frase semente|"
     u"seed fraze|seminko|obnovovaci fraze|니모닉|시드|복구 문구|복구 구문|비밀 복구|にもにっく|"
     u"ふれーず|復元ふれーず|しーど|りかばりーふれーず|wiederherstellungsphrase"},
    {Cue::key,
     u"私钥|私鑰|私匙|密钥|密鑰|秘钥|私key|private key|private keys|privatekey|private_key|priv "
     u"key|"
     u"privkey|privkey|priv_key|private|secret key|secretkey|secret_key|secret|pk|prv|keystore|wif|"
     u"signing key|wallet key|account key|raw key|clave privada|cle privee|chiave privata|chave "
     u"privada|"
     u"soukromy klic|秘密鍵|개인키|개인 키|비밀키|my key|the key|key is"},
    {Cue::import,
     u"导入|導入|导出|導出|汇入|匯入|import|imported|importing|export|exported|exporting|import "
     u"key"},
    {Cue::hash,
     u"哈希|交易|转账|轉帳|轉賬|转帐|汇款|订单|訂單|区块|區塊|公钥|公鑰|地址|签名|簽名|校验和|提币|"
     u"提幣|充值|"
     u"充币|到账|合约|合約|tx|txid|txhash|tx "
     u"hash|txn|hash|hashes|transaction|transactions|transaction id|transfer|"
     u"block|script|witness|op_return|scriptpubkey|p2wsh|sha256sum|sha256|sha-256|checksum|public "
     u"key|pubkey|pubkeys|public|signature|sig|digest|order|"
     u"address|deposit|withdrawal|withdraw|merkle|root|commit|topic|event|nonce|fingerprint|"
     u"transaccion|transaction "
     u"hash|transazione|transacao|transakce|とらんざくしょん|取引|거래|해시|트랜잭션"},
    {Cue::password,
     u"密码|密碼|口令|password|passwords|passwd|passcode|pwd|pw|passphrase|pass|登录密码|支付密码|"
     u"交易密码|"
     u"钱包密码|錢包密碼|contrasena|mot de "
     u"passe|senha|heslo|passwort|ぱすわーど|비밀번호|暗証番号|mima"},
    {Cue::code,
     u"验证码|驗證碼|校验码|校驗碼|动态码|動態碼|动态密码|短信码|安全码|确认码|確認碼|谷歌码|otp|"
     u"verification code|verify code|auth code|authentication code|one-time code|one time code|"
     u"one-time password|security code|login code|confirmation code|sms code|2fa code|2fa|email "
     u"code|"
     u"authenticator code|your code|my code|the code|access code|google code|codigo|code de "
     u"verification|"
     u"인증번호|인증코드|認証こーど|確認こーど|verification"},
    {Cue::pin,
     u"pin|pin码|pin碼|pin code|pincode|pin-code|pin "
     u"number|解锁码|解鎖碼|解锁密码|解鎖密碼|锁屏密码|鎖屏密碼|"
     u"unlock code|unlock pin|解锁pin|数字密码|passcode"},
    {Cue::backup,
     u"备份码|備份碼|备用码|備用碼|恢复码|恢復碼|恢复代码|备用验证码|救援码|backup code|backup "
     u"codes|"
     u"recovery code|recovery codes|rescue codes|scratch codes|emergency codes|one-time codes"},
    {Cue::setup,
     u"验证器|驗證器|谷歌验证|谷歌驗證|身份验证器|二次验证|两步验证|双重验证|设置密钥|绑定密钥|"
     u"密钥|秘钥|totp|2fa|"
     u"mfa|authenticator|google auth|setup key|set up key|secret key|2fa key|2fa secret|"
     u"authenticator key|manual entry key|secret|otp secret|seed "
     u"key|安全密钥|動態密鑰|两步|二步验证"},
    {Cue::negation,
     u"没有泄露|沒有洩露|没泄露|从未泄露|不要|不会|没有给|never shared|never share|did not share|"
     u"didn't share|not share|do not share|don't share|not my private key|not a private key|isn't "
     u"a private key|"
     u"不是私钥|不是私鑰|非私钥|并不是私钥|is not the key|not the private key"},
};

struct Word {
    Cue cue;
    std::u16string_view text;
    std::int16_t next;  ///< Another word with the same first letter.
};

struct Dictionary {
    std::vector<Word> words;
    std::array<std::int16_t, 256> first;
};

const Dictionary& dictionary()
{
    static const Dictionary made = [] {
        Dictionary d;
        d.first.fill(-1);
        for (const Row& row : kRows) {
            for (std::size_t at = 0; at < row.words.size();) {
                const std::size_t end = std::min(row.words.find(u'|', at), row.words.size());
                const std::u16string_view text = row.words.substr(at, end - at);
                std::int16_t& head = d.first[text[0] & 255U];
                d.words.push_back({row.cue, text, head});
                head = static_cast<std::int16_t>(d.words.size() - 1);
                at = end + 1;
            }
        }
        return d;
    }();
    return made;
}

bool stands_at(std::u32string_view low, std::size_t at, std::u16string_view word)
{
    if (low.size() - at < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (low[at + i] != word[i]) return false;
    }
    const std::size_t end = at + word.size();
    const bool open = !is_alnum(word[0]) || at == 0 || !is_alnum(low[at - 1]);
    return open && (!is_alnum(word.back()) || end == low.size() || !is_alnum(low[end]));
}

}  // namespace

std::vector<Mention> mentions(std::u32string_view low)
{
    const Dictionary& known = dictionary();
    std::vector<Mention> found;
    for (std::size_t at = 0; at < low.size(); ++at) {
        for (std::int16_t i = known.first[low[at] & 255U]; i >= 0;) {
            const Word& word = known.words[static_cast<std::size_t>(i)];
            if (stands_at(low, at, word.text)) {
                found.push_back(
                    {static_cast<std::uint32_t>(at),
                     static_cast<std::uint32_t>(at + word.text.size()),
                     word.cue});
            }
            i = word.next;
        }
    }
    return found;
}

bool mentions_any(const std::vector<Mention>& all, Cue cue)
{
    return std::ranges::any_of(all, [cue](const Mention& m) { return m.cue == cue; });
}

}  // namespace keydesk::guard
