// What a customer is told when he has sent a secret: kindly, at once, and what to do now.
#include "desk/desk.hpp"

#include <algorithm>

namespace keydesk::desk {

namespace {

enum class Loss { wallet, account, uncertain };

/// The worst of what was sent decides the advice.
Loss loss_of(const std::vector<guard::Finding>& findings)
{
    using guard::Kind;
    auto opens_wallet = [](const guard::Finding& f) {
        switch (f.kind) {
            case Kind::password:
            case Kind::one_time_code:
            case Kind::pin:
            case Kind::backup_codes:
            case Kind::totp_secret:
                return false;
            default:
                return !f.uncertain;
        }
    };
    if (std::ranges::any_of(findings, opens_wallet)) return Loss::wallet;
    auto uncertain = [](const guard::Finding& f) { return f.uncertain; };
    return std::ranges::all_of(findings, uncertain) ? Loss::uncertain : Loss::account;
}

}  // namespace

std::string warning_for(const std::vector<guard::Finding>& findings, std::string_view locale)
{
    if (findings.empty()) return {};
    bool chinese = locale.starts_with("zh");
    switch (loss_of(findings)) {
        case Loss::wallet:
            return chinese
                       ? "您刚才的消息里有助记词或私钥。我们已在保存之前把它移除，客服看不到。"
                         "但为安全起见，请把这个钱包视为已泄露：尽快在您自己的设备上新建一个钱包，"
                         "把资产转过去，旧钱包不要再用。我们绝不会向您索要助记词、私钥、验证码或付"
                         "款。"
                       : "Your message held a recovery phrase or a private key. We removed it "
                         "before "
                         "it was saved; no agent can see it. To be safe, treat this wallet as "
                         "exposed: create a new wallet on your own device, move your funds to it, "
                         "and stop using the old one. We will never ask for your recovery phrase, "
                         "key, code or a payment.";
        case Loss::account:
            return chinese ? "您刚才的消息里有密码或验证码。我们已在保存之前把它移除，客服看不到。"
                             "请尽快修改这个密码，不要把验证码告诉任何人，包括自称客服的人。"
                           : "Your message held a password or a code. We removed it before it was "
                             "saved; no agent can see it. Please change that password soon, and "
                             "never give a code to anybody, not even to somebody who says he is "
                             "support.";
        case Loss::uncertain:
            return chinese
                       ? "您发来的 64 位字符可能是私钥，所以我们没有保存它。如果它是交易哈希，"
                         "请写成「交易哈希 0x…」再发一次；如果是私钥，请把这个钱包视为已泄露，"
                         "尽快把资产转到新钱包。"
                       : "The 64 characters you sent could be a private key, so we did not save "
                         "them. If it is a transaction hash, send it again as \"tx 0x…\". If it "
                         "is a private key, treat this wallet as exposed and move your funds to "
                         "a new one.";
    }
    return {};
}

}  // namespace keydesk::desk
