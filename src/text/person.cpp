#include "text/person.hpp"

#include "text/letters.hpp"
#include "text/reading.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace keydesk::text {

namespace {

using Text = std::u32string;
using View = std::u32string_view;

// clang-format off
/// A human being who answers.
constexpr std::array<View, 43> kPeople{
    U"member", U"personally",
    U"ppl", U"man", U"woman", U"guy", U"lady", U"csr", U"boss", U"helpdesk", U"expert", U"being",
    U"peeps", U"associate", U"officer", U"worker", U"live",
    U"human", U"humans", U"person", U"agent", U"operator", U"representative", U"rep", U"someone",
    U"somebody", U"people", U"staff", U"employee", U"specialist", U"manager", U"supervisor",
    U"humanbeing", U"advisor", U"consultant", U"colleague", U"assistant", U"support", U"service",
    U"team", U"personnel", U"attendant", U"anybody"};
/// Those that other stories have, too: they count only close to a wish.
constexpr std::array<View, 28> kVague{
    U"member", U"personally",
    U"ppl", U"man", U"woman", U"guy", U"lady", U"csr", U"boss", U"helpdesk", U"expert", U"being",
    U"peeps", U"associate", U"officer", U"worker", U"live",
    U"someone", U"somebody", U"people", U"support", U"service", U"team", U"staff", U"person",
    U"manager", U"anybody", U"specialist"};
constexpr std::array<View, 8> kPlain{
    U"human", U"humans", U"agent", U"operator", U"representative", U"person", U"supervisor", U"rep"};
constexpr std::array<View, 23> kWishes{
    U"type", U"assign",
    U"talk", U"speak", U"chat", U"connect", U"transfer", U"want", U"need", U"get", U"give", U"put",
    U"please", U"pls", U"plz", U"let", U"contact", U"prefer", U"rather", U"forward", U"escalate",
    U"reach", U"hand"};
constexpr std::array<View, 9> kReal{
    U"manual",
    U"real", U"live", U"actual", U"living", U"human", U"breathing", U"flesh", U"proper"};
constexpr std::array<View, 10> kBots{
    U"computer", U"computers",
    U"bot", U"bots", U"robot", U"robots", U"machine", U"ai", U"chatbot", U"automated"};
constexpr std::array<View, 17> kAgainst{
    U"wont",
    U"not", U"no", U"stop", U"dont", U"hate", U"instead", U"enough", U"without", U"useless",
    U"stupid", U"sick", U"tired", U"arent", U"isnt", U"other", U"away"};
constexpr std::array<View, 18> kPhrases{
    U" write to me directly ", U" call me back ", U" in person ",
    U" take over this chat ", U" your people online ", U" not the automatic ",
    U" is anyone there ", U" anyone there ", U" anybody there ", U" is somebody there ",
    U" live chat ", U" live support ", U" human support ", U" customer service please ",
    U" customer support please ", U" talk to support ", U" contact support ", U" is someone there "};
/// In Chinese the word alone says it.
constexpr std::array<View, 49> kHan{
    U"接线员", U"转工人", U"客服小姐姐", U"人介入", U"跟客服", U"和客服", U"真的人", U"真实的人", U"客服么", U"客服在不在",
    U"活的人", U"跟人沟通", U"和人沟通", U"坐席", U"跟人聊", U"和人说", U"能听懂的人", U"人工", U"真人", U"活人", U"转客服",
    U"找客服", U"联系客服", U"客服在吗", U"有客服吗", U"客服呢", U"客服人员", U"在线客服", U"不要机器人", U"别用机器人",
    U"不想跟机器人", U"不想和机器人", U"不跟机器人", U"别再机器人", U"不是机器人", U"机器人听不懂", U"叫客服", U"要客服", U"客服出来",
    U"客服接", U"转接客服", U"接客服", U"找你们客服", U"叫你们经理", U"跟人说", U"和人聊", U"专员", U"专人", U"转接"};
/// Only where little else is said.
constexpr std::array<View, 34> kHanShort{
    U"值班", U"是人类", U"人类", U"人对话", U"人接待", U"人跟进", U"有人么", U"有人没", U"有人在", U"人来回", U"人出来",
    U"人来管", U"人聊聊", U"自动回复", U"工作人员", U"主管", U"经理", U"负责人", U"投诉", U"人来", U"有人管", U"人回复",
    U"人回我", U"人在线", U"人在吗", U"懂的人", U"有人吗", U"有没有人", U"人呢", U"找个人", U"来个人", U"换个人", U"叫个人",
    U"人来处理"};
/// Slips of the commonest word by ear and by keyboard; rengong is how it is typed.
constexpr std::array<View, 6> kHanSlips{U"人公", U"仁工", U"人功", U"转人王", U"认工", U"人工"};
constexpr std::array<View, 4> kTyped{U"rengong", U"zhenren", U"kefu", U"zhuanrengong"};
/// Stories in which a word for a person is no wish for one.
constexpr std::array<View, 10> kHanStories{
    U"人工复核", U"人工审核", U"人工成本",
    U"假客服", U"自称", U"冒充", U"人工智能", U"陌生人", U"人工费", U"是真人吗还是骗子"};

constexpr std::array<std::string_view, 60> kSmallTalk{
    "hello", "hi there", "good morning", "thanks", "thank you very much", "ok", "okay, got it",
    "great, it works now", "never mind, solved", "bye", "how are you", "who are you", "test",
    "are you there?", "I have a question", "can you help me?", "help", "what can you do",
    "what is the bitcoin price today", "will the market go up", "which coin should I buy",
    "do you have a job for me", "nice weather", "tell me a joke", "where is your office",
    "I want to advertise with you", "business cooperation", "good job, love the wallet",
    "you are great", "sorry, wrong chat", "no", "yes", "???", "...",
    "你好", "在吗", "早上好", "谢谢", "好的", "知道了", "嗯嗯", "没事了，已经好了", "解决了谢谢",
    "再见", "你是谁", "测试", "我有个问题", "帮帮我", "求助", "今天比特币多少钱", "会涨吗",
    "买哪个币好", "招人吗", "商务合作", "你们公司在哪", "做得不错", "讲个笑话", "发错了", "是的", "不是"};
// clang-format on

constexpr std::array<std::string_view, 82> kWishesForPerson{
    "person please",
    "human please",
    "I want to talk to a human",
    "real person",
    "agent",
    "agent pls",
    "connect me to an agent",
    "talk to a person",
    "can I speak with someone",
    "let me talk to support",
    "give me a human",
    "I need a real human being",
    "transfer me to a representative",
    "not a bot please",
    "stop the bot",
    "is there anybody real here",
    "are you a robot or a person",
    "I don't want to chat with a machine",
    "get me your manager",
    "supervisor now",
    "live agent",
    "live chat with a person",
    "operator!",
    "human support",
    "speak to customer service",
    "can someone from your team call me",
    "somebody answer me",
    "is anyone there",
    "hello anyone here?",
    "enough of automatic answers, a person",
    "this bot does not understand me",
    "useless bot",
    "your bot is stupid, give me somebody real",
    "I would rather talk to a man or woman than a program",
    "please escalate",
    "escalate this to a human",
    "hand me over to a colleague",
    "put me through",
    "I'd like to be connected with staff",
    "need to speak to someone right now",
    "no more canned replies",
    "a living human, please",
    "someone alive?",
    "can a human read this",
    "转人工",
    "人工",
    "人工客服",
    "我要人工",
    "请转人工客服",
    "真人",
    "我要和真人说话",
    "不要机器人",
    "有没有真人",
    "找客服",
    "客服在吗",
    "客服呢",
    "有人吗",
    "能不能来个人",
    "别用机器人敷衍我",
    "机器人听不懂我的话",
    "我想跟人聊",
    "接人工",
    "人工服务",
    "联系客服",
    "叫你们经理来",
    "主管在吗",
    "请安排专人处理",
    "找个活人",
    "给我转接客服人员",
    "人工在线吗",
    "怎么都是自动回复",
    "不想看自动回复",
    "有没有人回复一下",
    "能不能换人来",
    "你是机器人吧",
    "你是真人还是机器人",
    "让工作人员联系我",
    "我要投诉，找你们负责人",
    "人呢",
    "出来个人说话",
    "到底有没有人管",
    "我要找个能解决问题的人"};

/// A letter left out of a short word, or two swapped: "humn", "agnet", "tlak".
bool slipped(View word, View meant)
{
    if (nearly(word, meant)) return true;
    if (meant.size() < 4 || word.empty() || word.front() != meant.front()) return false;
    if (word.size() == meant.size()) {
        auto at = static_cast<std::size_t>(std::ranges::mismatch(word, meant).in1 - word.begin());
        return at + 1 < word.size() && word[at] == meant[at + 1] && word[at + 1] == meant[at] &&
               word.substr(at + 2) == meant.substr(at + 2);
    }
    if (word.size() + 1 != meant.size() || word.size() < 4) return false;
    auto at = static_cast<std::size_t>(std::ranges::mismatch(word, meant).in1 - word.begin());
    return word.substr(at) == meant.substr(at + 1);
}

template <std::size_t N>
bool among(const std::array<View, N>& list, View word, bool slips = false)
{
    return std::ranges::any_of(
        list, [&](View one) { return one == word || (slips && slipped(word, one)); });
}

struct Said {
    std::vector<Text> words;
    Text line = U" ";
    Text han;
};

Said said(std::string_view utf8)
{
    Said out;
    for (auto& stretch : read_stretches(utf8)) {
        out.han += stretch.letters;
        for (auto& word : stretch.words) {
            out.line += word + U" ";
            out.words.push_back(std::move(word));
        }
    }
    return out;
}

/// A wish, and close behind it the person; or "real person", wherever it stands.
bool wishes_in_english(const Said& s)
{
    for (std::size_t i = 0; i < s.words.size(); ++i) {
        if (!among(kPeople, s.words[i], true)) continue;
        bool vague = among(kVague, s.words[i]);
        if (i > 0 && among(kReal, s.words[i - 1], true) && s.words.size() <= 14) return true;
        std::size_t from = i > (vague ? 4U : 5U) ? i - (vague ? 4U : 5U) : 0;
        for (std::size_t k = from; k < std::min(i + 3, s.words.size()); ++k) {
            bool wish = k != i && among(kWishes, s.words[k], true);
            bool asks = s.words[k] == U"talk" || s.words[k] == U"speak" || s.words[k] == U"connect";
            if (wish && (asks || s.words.size() <= 12)) return true;
        }
        if (s.words.size() <= 3 && among(kPlain, s.words[i], true)) return true;
    }
    return false;
}

bool refuses_bots(const Said& s)
{
    if (s.words.size() > 24) return false;
    bool bot = std::ranges::any_of(s.words, [](View w) { return among(kBots, w); });
    return bot && std::ranges::any_of(s.words, [](View w) { return among(kAgainst, w); });
}

bool wishes_in_chinese(const Said& s)
{
    auto inside = [&](View word) { return s.han.contains(word); };
    if (std::ranges::any_of(kHanStories, inside)) return false;
    if (std::ranges::any_of(kHan, inside)) return true;
    if (s.han.size() <= 16 && std::ranges::any_of(kHanShort, inside)) return true;
    if (s.han.size() <= 8 && std::ranges::any_of(kHanSlips, inside)) return true;
    return s.han.size() <= 4 && s.han.contains(U"客服");
}

}  // namespace

bool asks_for_person(std::string_view utf8)
{
    auto s = said(utf8);
    if (wishes_in_english(s) || refuses_bots(s) || wishes_in_chinese(s)) return true;
    if (std::ranges::any_of(kPhrases, [&](View one) { return s.line.contains(one); })) return true;
    return std::ranges::any_of(s.words, [](View w) { return among(kTyped, w); });
}

std::span<const std::string_view> wishes_for_person()
{
    return kWishesForPerson;
}

std::span<const std::string_view> small_talk()
{
    return kSmallTalk;
}

}  // namespace keydesk::text
