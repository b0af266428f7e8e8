#pragma once

#include "desk/knowledge/shelf.hpp"

#include <array>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

/// A help centre of a thousand articles, and the questions that must still find the right one.
namespace keydesk::kit {

struct Question {
    std::string locale, query, expected;
};

/// tests/knowledge/relevance.tsv; tests run in the root of the repository.
inline std::vector<Question> relevance_table()
{
    std::vector<Question> table;
    std::ifstream in{"tests/knowledge/relevance.tsv"};
    for (std::string line; std::getline(in, line);) {
        std::istringstream row{line};
        Question question;
        std::getline(row, question.locale, '\t');
        std::getline(row, question.query, '\t');
        std::getline(row, question.expected, '\t');
        table.push_back(std::move(question));
    }
    return table;
}

/// tests/knowledge/messages.tsv: what an agent types, and the message that he looks for.
inline std::vector<Question> message_table()
{
    std::vector<Question> table;
    std::ifstream in{"tests/knowledge/messages.tsv"};
    for (std::string line; std::getline(in, line);) {
        auto tab = line.find('\t');
        table.push_back({"", line.substr(0, tab), line.substr(tab + 1)});
    }
    return table;
}

/// What a large wallet's help centre is otherwise full of: announcements, guides to single coins
/// and apps. They speak of the same things in the same words.
class ArticleWriter {
public:
    std::string title(bool chinese)
    {
        auto coin = pick(coins_);
        return chinese ? fill(pick(zh_titles_), coin) : fill(pick(en_titles_), coin);
    }
    std::string body(bool chinese)
    {
        std::string out;
        for (auto left = 14 + random_() % 12; left > 0; --left) {
            out += fill(pick(chinese ? zh_lines_ : en_lines_), pick(coins_));
            out += left % 5 == 0 ? "\n\n" : " ";
        }
        return out;
    }

private:
    template <std::size_t N>
    std::string pick(const std::array<const char*, N>& from)
    {
        return from[random_() % N];
    }
    static std::string fill(std::string text, const std::string& coin)
    {
        for (auto at = text.find('@'); at != text.npos; at = text.find('@', at + coin.size()))
            text.replace(at, 1, coin);
        return text;
    }

    std::mt19937_64 random_{6};
    static constexpr std::array<const char*, 24> coins_{
        "BTC", "ETH", "USDT", "TRX",  "BNB",  "SOL", "XRP", "TON", "ADA", "DOGE", "MATIC", "AVAX",
        "DOT", "LTC", "BCH",  "ATOM", "NEAR", "APT", "SUI", "ARB", "OP",  "LINK", "UNI",   "FIL"};
    static constexpr std::array<const char*, 14> zh_titles_{
        "@ 网络升级公告",
        "新增支持 @ 代币",
        "如何接收 @",
        "@ 价格提醒怎么设置",
        "@ 钱包地址格式说明",
        "在 DApp 浏览器中使用 @",
        "@ 主网维护通知",
        "@ 交易记录导出",
        "@ 节点切换教程",
        "把 @ 添加到首页",
        "@ 行情页面说明",
        "@ 转账手续费调整公告",
        "硬件钱包管理 @",
        "@ 空投活动规则"};
    static constexpr std::array<const char*, 14> en_titles_{
        "@ network upgrade",
        "We now support @",
        "How to receive @",
        "Set a price alert for @",
        "@ address formats",
        "Use @ in the app browser",
        "@ mainnet maintenance",
        "Export your @ history",
        "Choose another @ node",
        "Put @ on the start page",
        "Reading the @ chart",
        "New transfer fees for @",
        "@ on a hardware wallet",
        "Rules of the @ campaign"};
    static constexpr std::array<const char*, 16> zh_lines_{
        "打开钱包，选择 @，点击收款。",
        "升级期间 @ 的转账可能变慢，资产不受影响。",
        "请把 App 更新到最新版本。",
        "地址可以复制，也可以扫描二维码。",
        "交易完成后可以在记录里看到。",
        "手续费由网络决定，会随行情变化。",
        "请核对地址和网络后再确认。",
        "如需帮助，请联系在线客服。",
        "不同网络的地址格式不同。",
        "维护结束后会自动恢复。",
        "您可以在设置里关闭通知。",
        "活动期间每个账户只能参加一次。",
        "导出的文件包含时间、数量和交易哈希。",
        "硬件设备需要先连接并解锁。",
        "@ 的价格仅供参考，不构成投资建议。",
        "请妥善保管助记词和密码。"};
    static constexpr std::array<const char*, 16> en_lines_{
        "Open the wallet, choose @ and tap Receive.",
        "During the upgrade transfers of @ may be slow; your balance is safe.",
        "Update the app to the latest version.",
        "Copy the address or scan the code.",
        "The transaction appears in your history once it is confirmed.",
        "The fee is set by the network and changes with demand.",
        "Check address and network before you confirm.",
        "Contact support if you need help.",
        "Address formats differ from network to network.",
        "Service returns by itself after the maintenance.",
        "You can turn the notice off.",
        "Each account may take part once.",
        "The file holds time, amount and transaction hash.",
        "Connect and unlock the hardware device first.",
        "The price of @ is for information only.",
        "Keep your recovery phrase and password safe."};
};

/// Seeds and as many others as make `texts` texts.
inline desk::PublishedShelf many_articles(
    std::vector<desk::Category> categories,
    const std::vector<desk::ArticleSeed>& seeds,
    std::size_t texts)
{
    desk::PublishedShelf shelf{std::move(categories), {}};
    for (const auto& seed : seeds) {
        desk::PublishedArticle one;
        one.slug = seed.slug;
        one.locale = seed.locale;
        one.category = seed.category;
        one.title = seed.text.title.str();
        one.summary = seed.text.summary.str();
        one.keywords = seed.text.keywords.str();
        one.body = seed.text.body.str();
        shelf.articles.push_back(std::move(one));
    }
    ArticleWriter writer;
    for (std::size_t at = 0; shelf.articles.size() < texts; ++at) {
        bool chinese = at % 2 == 0;
        desk::PublishedArticle one;
        one.slug = "other-" + std::to_string(at);
        one.locale = chinese ? "zh-CN" : "en";
        one.category = "using";
        one.title = writer.title(chinese);
        one.body = writer.body(chinese);
        one.summary = one.body.substr(0, one.body.find(chinese ? "。" : ".") + (chinese ? 3 : 1));
        one.keywords = one.title;
        shelf.articles.push_back(std::move(one));
    }
    return shelf;
}

/// From 1; 0: not among the first ten.
inline std::size_t place_of(const desk::Shelf& shelf, const Question& question)
{
    auto found = shelf.search(question.query, question.locale, 10);
    for (std::size_t at = 0; at < found.size(); ++at) {
        if (found[at]->slug == question.expected) return at + 1;
    }
    return 0;
}

}  // namespace keydesk::kit
