#include "app/demo/stories.hpp"

#include <array>

namespace keydesk::app {

namespace {

constexpr std::array kTransfer{
    Line{'c', 9, "你好，我昨天提了 120 USDT 到交易所，钱包里显示成功，但交易所一直没到账。"},
    Line{
        'a',
        8,
        "您好，我是链桥官方客服苏雅。请把这笔转账的交易哈希发给我，我来核对。我们绝不会索要助记词或"
        "私钥。"},
    Line{
        'c',
        6,
        "哈希是 0x7c1f03b2a9d6e8540b1c2f7e9a4d3065f8e1b7c2d90a4e6f3b58c7d1a2e9b93b，提到这个地址 "
        "0x9f3a71c2d4b8e05f6a1c9d7e3b2f48a60c5d1b7e"},
    Line{'n', 5, "链上已确认，收款方是交易所热钱包，可能漏填 Memo。等客户确认后给他补填入口。"},
    Line{'c', 1, "请问大概多久能到？有点着急。"},
};

constexpr std::array kImpostor{
    Line{'c', 16, "刚才有人在群里自称你们的官方客服，私信我要我填助记词解冻账户，这是真的吗？"},
    Line{'c', 15, "他的用户名是 @LinkBridge_Support_24h"},
};

constexpr std::array kNewPhone{
    Line{'c', 44, "忘记登录密码了，刚换了新手机，钱包还能找回来吗？"},
    Line{
        'a',
        40,
        "可以的。您的资产由助记词掌管，不由密码掌管。请在新手机上安装官方应用，选择「导入钱包」，在"
        "应用里自己输入助记词。千万不要把它发给任何人，也不要发给我。"},
    Line{'c', 31, "好的，已经导入成功了，谢谢！"},
};

constexpr std::array kApproval{
    Line{'c', 27, "I think I approved a suspicious contract yesterday. How do I revoke it?"},
    Line{
        'a',
        24,
        "Hi John, good that you noticed. Open Assets → Approvals in the app, find the contract and "
        "choose Revoke. It costs a little gas. If anything has already moved, tell me the "
        "transaction hash."},
    Line{
        'c',
        22,
        "Found two of them. Revoking now. The gas estimate is 0.0009 ETH, is that normal?"},
};

constexpr std::array kPending{
    Line{
        'c',
        63,
        "My ETH transfer has been pending for 6 hours. tx "
        "0x51e0c9a2b7d4f68310ae5c9b2d7f4e8160c3a5b9d2e7f40186bc5a3d9e2f7014"},
    Line{'c', 60, "Should I send it again?"},
};

constexpr std::array kWrongNetwork{
    Line{'c', 180, "我把 TRC20 的 USDT 转到了 ERC20 的地址，还能找回吗？"},
    Line{
        'a',
        170,
        "请先别着急。如果收款地址是您自己的钱包，用同一组助记词在应用里添加对应网络就能看到；如果是"
        "交易所地址，需要交易所协助。收款地址是您自己的吗？"},
    Line{'c', 165, "是交易所的地址。"},
    Line{
        'a',
        160,
        "明白了。请在交易所提交「充值到错误网络」的申请，附上交易哈希。他们一般 3–7 "
        "个工作日处理，部分会收手续费。"},
    Line{'c', 120, "好，我去提交，谢谢。"},
};

constexpr std::array kHardware{
    Line{'c', 310, "想把钱包换到硬件设备，需要先把币转出来吗？"},
    Line{
        'a',
        300,
        "不一定。更安全的做法是在硬件设备上新建钱包，再把资产转过去；直接导入旧助记词等于没有换。"},
};

constexpr std::array kNft{
    Line{'c', 720, "After the last update my NFTs don't show any more. Android 16, app 7.42.1."},
    Line{
        'a',
        700,
        "Thanks for the details. Please pull down on the NFT page to refresh the index once. Does "
        "the collection show in a block explorer under your address?"},
    Line{'c', 640, "Yes, refreshing twice did it. Thanks!"},
};

constexpr std::array kFee{
    Line{'c', 95, "手续费为什么比昨天贵了三倍？能不能设低一点？"},
};

constexpr std::array kFeature{
    Line{'c', 1500, "Feature wish: please let me sort tokens by value, not by name."},
    Line{
        'a',
        1450,
        "Good idea, and you are not alone: I have added your vote to it. It is planned for the "
        "next release."},
};

constexpr std::array kStaking{
    Line{'c', 33, "质押收益今天没有发放，是延迟了吗？"},
    Line{
        'a',
        30,
        "您好，今天的收益在 UTC 0 点结算，目前排队中，预计两小时内到账。到账后我在这里告诉您。"},
};

constexpr std::array kPhishing{
    Line{
        'c',
        52,
        "I searched for your phone number and somebody told me to pay a deposit to unfreeze my "
        "wallet."},
    Line{
        'n',
        50,
        "Phone scam again. Ask for the number and the page, then report to the security team."},
};

constexpr std::array kStories{
    Story{
        "林晓",
        "zh-CN",
        "Android 16 · 7.42.1",
        "https://wallet.example/assets",
        0,
        "none",
        "open",
        "转账",
        kTransfer},
    Story{
        "陈静",
        "zh-CN",
        "iPhone · 7.42.0",
        "https://wallet.example/security",
        -1,
        "urgent",
        "open",
        "冒充客服",
        kImpostor},
    Story{
        "王磊",
        "zh-CN",
        "Android 15 · 7.42.1",
        "https://wallet.example/help",
        0,
        "none",
        "open",
        "",
        kNewPhone},
    Story{
        "John Park",
        "en",
        "Chrome · Windows",
        "https://wallet.example/approvals",
        1,
        "high",
        "open",
        "授权",
        kApproval},
    Story{
        "Amelia Reyes",
        "en",
        "iPhone · 7.41.9",
        "https://wallet.example/assets",
        -1,
        "medium",
        "open",
        "转账",
        kPending},
    Story{
        "赵敏",
        "zh-CN",
        "Chrome · macOS",
        "https://wallet.example/assets",
        0,
        "none",
        "resolved",
        "转账",
        kWrongNetwork},
    Story{
        "孙悦",
        "zh-CN",
        "Android 16 · 7.42.1",
        "https://wallet.example/hardware",
        2,
        "none",
        "open",
        "",
        kHardware},
    Story{
        "Minh Trần",
        "en",
        "Android 16 · 7.42.1",
        "https://wallet.example/nft",
        1,
        "none",
        "resolved",
        "",
        kNft},
    Story{
        "周航",
        "zh-CN",
        "iPhone · 7.42.1",
        "https://wallet.example/assets",
        -1,
        "low",
        "open",
        "手续费",
        kFee},
    Story{
        "Sofia Lindqvist",
        "en",
        "Firefox · Linux",
        "https://wallet.example/",
        1,
        "none",
        "resolved",
        "",
        kFeature},
    Story{
        "吴倩",
        "zh-CN",
        "Android 14 · 7.40.2",
        "https://wallet.example/staking",
        2,
        "none",
        "open",
        "",
        kStaking},
    Story{
        "David Okafor",
        "en",
        "Chrome · Android",
        "https://wallet.example/contact",
        -1,
        "high",
        "open",
        "冒充客服",
        kPhishing},
};

}  // namespace

std::span<const Story> stories()
{
    return kStories;
}

}  // namespace keydesk::app
