#include "desk/assistant/answer.hpp"
#include "text/segment.hpp"

#include <algorithm>
#include <array>

namespace keydesk::desk {

namespace {

using Words = std::initializer_list<std::string_view>;

bool ascii_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/// Where one of the words begins; those of Latin letters only at the beginning of a word.
std::vector<std::size_t> places(std::string_view text, Words words)
{
    std::vector<std::size_t> found;
    for (auto word : words) {
        for (auto at = text.find(word); at != std::string_view::npos;
             at = text.find(word, at + 1)) {
            bool inside = at > 0 && ascii_letter(word.front()) && ascii_letter(text[at - 1]);
            if (!inside) found.push_back(at);
        }
    }
    return found;
}

bool any(std::string_view text, Words words)
{
    return !places(text, words).empty();
}

bool names_secret(std::string_view text)
{
    return any(
        text,
        {"seed phrase",
         "seed word",
         "recovery phrase",
         "recovery word",
         "secret phrase",
         "secret word",
         "secret recovery",
         "mnemonic",
         "backup phrase",
         "private key",
         "keystore",
         "password",
         "passcode",
         "passphrase",
         "one time code",
         "verification code",
         "authenticator code",
         "2fa",
         "security code",
         "pin code",
         "your pin",
         "12 words",
         "24 words",
         "12 word",
         "24 word",
         "twelve words",
         "twenty four words",
         "your seed",
         "助记词",
         "助記詞",
         "私钥",
         "私鑰",
         "密码",
         "密碼",
         "口令",
         "验证码",
         "驗證碼",
         "恢复短语",
         "种子短语",
         "12个单词",
         "24个单词",
         "12个词",
         "24个词"});
}

constexpr Words kHandOver{
    "send",      "share",        "tell",         "give",        "provide", "enter",    "type",
    "paste",     "reply with",   "respond with", "submit",      "show us", "show me",  "write us",
    "write me",  "write here",   "upload",       "forward",     "confirm", "verify",   "post your",
    "need your", "what is your", "let me know",  "let us know", "发送",    "发给",     "发来",
    "发我",      "发一下",       "提供",         "告诉",        "告知",    "给我",     "给我们",
    "输入",      "填写",         "填入",         "粘贴",        "截图",    "拍照",     "上传",
    "回复",      "提交",         "说一下",       "報給",        "发到",    "需要您的", "需要你的",
    "分享"};

constexpr Words kDenials{"never",   "don't",    "do not", "not ",   "nobody", "no one",
                         "without", "must not", "won't",  "cannot", "不要",   "切勿",
                         "请勿",    "勿",       "绝不",   "不会",   "不能",   "不得",
                         "从不",    "永远不",   "别把",   "别将",   "别发",   "别告诉",
                         "别向",    "不需要",   "无需",   "不用",   "没有人"};

constexpr Words kBreaks{",", "，", "、", ":", "：", " but ", " just ", "但", "而是"};

/// The words before, as far as a comma: "don't worry, send it" denies nothing of the sending.
bool denied(std::string_view before)
{
    std::size_t from = before.size() > 60 ? before.size() - 60 : 0;
    for (auto mark : kBreaks) {
        auto at = before.rfind(mark);
        if (at != std::string_view::npos) from = std::max(from, at + mark.size());
    }
    return any(before.substr(from), kDenials);
}

bool points_back(std::string_view after)
{
    return any(
        after.substr(0, 40),
        {"it", "them", "these", "those", "to me", "to us", "here", "它", "我", "过来", "这里"});
}

std::vector<std::string_view> sentences_of(std::string_view text)
{
    constexpr std::array<std::string_view, 8> kEnds{"\n", ".", "!", "?", ";", "。", "！", "？"};
    std::vector<std::string_view> out;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (auto end : kEnds) {
            if (!text.substr(at).starts_with(end)) continue;
            out.push_back(text.substr(begin, at - begin));
            begin = at + end.size();
        }
    }
    out.push_back(text.substr(begin));
    return out;
}

constexpr Words kInvisible{
    "\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff"};

/// Without what looks like nothing: invisible characters, emphasis, hyphens, doubled spaces.
std::string plain(std::string_view folded)
{
    constexpr std::string_view kAsSpace = " \t\r-_*`~";
    std::string out;
    for (std::size_t at = 0; at < folded.size();) {
        auto here = folded.substr(at);
        auto starts = [&](std::string_view mark) { return here.starts_with(mark); };
        const auto* invisible = std::ranges::find_if(kInvisible, starts);
        if (invisible != kInvisible.end()) {
            at += invisible->size();
            continue;
        }
        bool space = kAsSpace.contains(folded[at]);
        if (!space) out += folded[at];
        if (space && !out.ends_with(' ')) out += ' ';
        ++at;
    }
    return out;
}

}  // namespace

bool asks_for_secret(std::string_view raw)
{
    auto text = plain(text::fold(raw));
    auto sentences = sentences_of(text);
    if (std::ranges::none_of(sentences, names_secret)) {
        // Nobody breaks a line inside "seed phrase" but who hides it.
        std::ranges::replace(text, '\n', ' ');
        if (!names_secret(text)) return false;
        sentences = {text};
    }
    for (auto sentence : sentences) {
        bool here = names_secret(sentence);
        for (auto at : places(sentence, kHandOver)) {
            if (denied(sentence.substr(0, at))) continue;
            if (here || points_back(sentence.substr(at))) return true;
        }
    }
    return false;
}

}  // namespace keydesk::desk
