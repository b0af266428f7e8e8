#include "text/word_index.hpp"

#include "text/segment.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace keydesk::text {

namespace {

constexpr std::size_t kShortestMisspelt = 5;  // letters; shorter words have too many neighbours
constexpr std::size_t kLongestWord = 40;
constexpr double kSingleCharacter = 0.22;  // of what a pair of characters is worth
constexpr double kSaysLittle = 0.15;

/// Words that stand in every question.
const std::set<std::string_view> kEnglishFillers{
    "a",     "an",    "and",   "are",  "at",   "be",   "been", "but",  "by",     "can",
    "cant",  "do",    "did",   "does", "for",  "from", "get",  "got",  "has",    "have",
    "hello", "help",  "hi",    "how",  "i",    "if",   "im",   "in",   "is",     "it",
    "its",   "just",  "me",    "my",   "no",   "of",   "on",   "or",   "please", "pls",
    "so",    "that",  "the",   "this", "to",   "t",    "s",    "was",  "we",     "what",
    "when",  "where", "why",   "will", "with", "you",  "your", "want", "talk",   "person",
    "need",  "there", "still", "m",    "don",  "ve",   "u"};
const std::set<std::string_view> kChineseFillers{
    "怎么", "什么", "为什", "我的", "你好", "您好", "请问", "一下", "可以", "没有",
    "这个", "那个", "么办", "帮我", "我想", "是不", "不是", "的是", "了怎", "了我",
    "一直", "现在", "就是", "如何", "有没", "能不", "不能", "到底", "是什", "么回",
    "回事", "谢谢", "麻烦", "在哪", "哪里", "公司", "你们", "们公", "了吗", "吗？"};
const std::set<std::string_view> kChineseParticles{
    "的", "了", "吗", "呢", "啊", "我", "你", "您", "是", "在", "么", "怎", "什", "这", "那", "就",
    "和", "也", "都", "还", "把", "被", "有", "没", "不", "个", "一", "上", "到", "为", "请", "要"};

constexpr std::array<std::array<std::string_view, 2>, 50> kVariants{{
    {"帐", "账"}, {"帳", "账"}, {"賬", "账"}, {"轉", "转"}, {"記", "记"}, {"詞", "词"},
    {"錢", "钱"}, {"幣", "币"}, {"碼", "码"}, {"沒", "没"}, {"餘", "余"}, {"額", "额"},
    {"費", "费"}, {"網", "网"}, {"絡", "络"}, {"錯", "错"}, {"誤", "误"}, {"騙", "骗"},
    {"盜", "盗"}, {"備", "备"}, {"復", "复"}, {"導", "导"}, {"質", "质"}, {"換", "换"},
    {"鏈", "链"}, {"確", "确"}, {"認", "认"}, {"證", "证"}, {"驗", "验"}, {"閃", "闪"},
    {"礦", "矿"}, {"續", "续"}, {"發", "发"}, {"節", "节"}, {"點", "点"}, {"簽", "签"},
    {"權", "权"}, {"號", "号"}, {"錄", "录"}, {"開", "开"}, {"顯", "显"}, {"資", "资"},
    {"產", "产"}, {"為", "为"}, {"麼", "么"}, {"嗎", "吗"}, {"誰", "谁"}, {"們", "们"},
    {"標", "标"}, {"籤", "签"},
}};

std::size_t character_bytes(char first)
{
    auto byte = static_cast<unsigned char>(first);
    return byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
}

bool ends(std::string_view word, std::string_view tail)
{
    return word.size() >= tail.size() + 3 && word.ends_with(tail);
}

/// Every way to leave one letter out.
template <class Take>
void shorten(std::string_view word, Take take)
{
    for (std::size_t at = 0; at < word.size(); ++at) {
        if (at > 0 && word[at] == word[at - 1]) continue;
        std::string shorter{word};
        shorter.erase(at, 1);
        take(std::move(shorter));
    }
}

bool is_word_to_mistype(std::string_view word)
{
    return word.size() + 1 >= kShortestMisspelt && word.size() <= kLongestWord &&
           std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

std::vector<std::string_view> characters(std::string_view run)
{
    std::vector<std::string_view> out;
    for (std::size_t at = 0; at < run.size();) {
        auto bytes = std::min(character_bytes(run[at]), run.size() - at);
        out.push_back(run.substr(at, bytes));
        at += bytes;
    }
    return out;
}

std::string stem(std::string_view word)
{
    std::string out{word};
    auto cut = [&](std::size_t letters) { out.resize(out.size() - letters); };
    if (ends(out, "s") && !out.ends_with("ss") && !out.ends_with("us")) cut(1);
    if (ends(out, "ie")) {
        cut(2);
        out += 'y';
    } else if (ends(out, "ing")) {
        cut(3);
    } else if (ends(out, "ed")) {
        cut(2);
    }
    if (out.size() > 3 && out.back() == out[out.size() - 2] && out.back() != 's') cut(1);
    if (out.size() > 3 && out.back() == 'e') cut(1);
    return out;
}

std::string simplified(std::string_view utf8)
{
    std::string out;
    out.reserve(utf8.size());
    for (auto one : characters(utf8)) {
        auto known = std::ranges::find(kVariants, one, [](const auto& pair) { return pair[0]; });
        out += known == kVariants.end() ? one : (*known)[1];
    }
    return out;
}

bool nearly_same(std::string_view a, std::string_view b)
{
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1) return false;
    std::size_t at = 0;
    while (at < a.size() && a[at] == b[at]) ++at;
    if (a.size() < b.size()) return a.substr(at) == b.substr(at + 1);
    if (at == a.size() || a.substr(at + 1) == b.substr(at + 1)) return true;
    return at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] &&
           a.substr(at + 2) == b.substr(at + 2);
}

std::uint32_t WordIndex::term_of(const std::string& text)
{
    auto [place, fresh] = terms_.try_emplace(text, static_cast<std::uint32_t>(postings_.size()));
    if (fresh) {
        postings_.emplace_back();
        names_.push_back(place->first);
    }
    return place->second;
}

void WordIndex::add(std::span<const Field> fields)
{
    std::unordered_map<std::uint32_t, double> weights;
    for (const auto& field : fields) {
        heaviest_ = std::max(heaviest_, field.weight);
        // The second time a field says a word it is worth little more than the first.
        std::unordered_map<std::uint32_t, double> here;
        auto take = [&](const std::string& token, double worth) {
            auto& weight = here[term_of(token)];
            weight = std::min(weight + (weight > 0 ? worth * 0.25 : worth), worth * 1.75);
        };
        for (const auto& run : terms(simplified(field.text), 1'000'000)) {
            if (!run.cjk) {
                take(run.text.substr(0, kLongestWord), field.weight);
                continue;
            }
            auto each = characters(run.text);
            for (std::size_t at = 0; at < each.size(); ++at) {
                take(std::string{each[at]}, field.weight);
                if (at + 1 == each.size()) continue;
                take(std::string{each[at]} + std::string{each[at + 1]}, field.weight);
            }
        }
        for (auto [term, weight] : here) weights[term] += weight;
    }
    for (auto [term, weight] : weights) {
        postings_[term].push_back({documents_, static_cast<float>(weight)});
    }
    ++documents_;
}

void WordIndex::finish()
{
    for (const auto& postings : postings_) rarity_.push_back(rarity_of(postings));
    for (const auto& [name, term] : terms_) {
        if (!is_word_to_mistype(name)) continue;
        stems_[stem(name)].push_back(term);
        shortened_[name].push_back(term);
        shorten(name, [&](std::string shorter) { shortened_[std::move(shorter)].push_back(term); });
    }
}

std::vector<WordIndex::Asked> WordIndex::read_query(std::string_view query)
{
    std::vector<Asked> asked;
    auto runs = terms(simplified(query), 60);
    for (std::size_t r = 0; r < runs.size(); ++r) {
        const auto& run = runs[r];
        if (!run.cjk) {
            auto word = run.text.substr(0, kLongestWord);
            double weight = kEnglishFillers.contains(word) ? kSaysLittle : 1;
            asked.push_back({word, weight, false, r + 1 == runs.size()});
            continue;
        }
        auto each = characters(run.text);
        for (std::size_t at = 0; at < each.size(); ++at) {
            double alone = each.size() == 1 ? 1 : kSingleCharacter;
            if (kChineseParticles.contains(each[at])) alone *= kSaysLittle;
            asked.push_back({std::string{each[at]}, alone, true});
            if (at + 1 == each.size()) continue;
            auto pair = std::string{each[at]} + std::string{each[at + 1]};
            bool filler =
                kChineseFillers.contains(pair) ||
                (kChineseParticles.contains(each[at]) && kChineseParticles.contains(each[at + 1]));
            asked.push_back({std::move(pair), filler ? kSaysLittle : 1, true});
        }
    }
    return asked;
}

void WordIndex::match_prefix(const std::string& text, std::vector<Match>& out) const
{
    constexpr std::size_t kMost = 64;
    std::size_t taken = 0;
    for (auto at = terms_.upper_bound(text); at != terms_.end() && taken < kMost; ++at, ++taken) {
        if (!at->first.starts_with(text)) break;
        // The nearer the word is to its end the surer.
        auto whole = static_cast<double>(at->first.size());
        out.push_back({at->second, 0.5 + 0.4 * static_cast<double>(text.size()) / whole});
    }
}

void WordIndex::match_misspelt(const std::string& text, std::vector<Match>& out) const
{
    auto look = [&](const std::string& key) {
        auto found = shortened_.find(key);
        if (found == shortened_.end()) return;
        for (auto term : found->second) {
            if (names_[term] == text || !nearly_same(names_[term], text)) continue;
            // Who mistypes seldom mistypes the first letter.
            out.push_back({term, names_[term].front() == text.front() ? 0.7 : 0.5});
        }
    };
    look(text);
    shorten(text, look);
}

std::vector<WordIndex::Match> WordIndex::matches(const Asked& asked) const
{
    std::vector<Match> out;
    if (auto exact = terms_.find(asked.text); exact != terms_.end())
        out.push_back({exact->second, 1});
    if (asked.cjk) return out;
    if (is_word_to_mistype(asked.text)) {
        if (auto same = stems_.find(stem(asked.text)); same != stems_.end()) {
            for (auto term : same->second) out.push_back({term, 0.92});
        }
    }
    if (asked.last && asked.text.size() >= 2) match_prefix(asked.text, out);
    if (asked.text.size() >= kShortestMisspelt && is_word_to_mistype(asked.text))
        match_misspelt(asked.text, out);
    return out;
}

/// A word that many texts mention in passing may still be what few of them are about.
double WordIndex::rarity_of(const std::vector<Posting>& postings) const
{
    double all = documents_, some = 0;
    for (const auto& one : postings) some += std::min(1.0, one.weight / heaviest_);
    return std::log(1 + (all - some + 0.5) / (some + 0.5));
}

std::vector<WordIndex::Hit> WordIndex::search(std::string_view query, std::size_t limit) const
{
    // What a title weighs more than a body must not let one word outweigh three.
    constexpr double kEnough = 3;
    std::vector<float> score(documents_), covered(documents_), best(documents_);
    std::vector<std::uint32_t> found, touched;
    double all = 0;
    const double unheard = std::log(1 + documents_ / 2.0);
    for (const auto& asked : read_query(query)) {
        double most = 0;
        for (auto [term, likeness] : matches(asked)) {
            double rare = rarity_[term];
            most = std::max(most, rare);
            for (auto [document, weight] : postings_[term]) {
                auto worth = static_cast<float>(
                    asked.weight * likeness * rare * weight / (weight + kEnough));
                if (best[document] == 0) touched.push_back(document);
                best[document] = std::max(best[document], worth);
            }
        }
        // A word that nobody knows was asked for as well.
        double mass = asked.weight * (most > 0 ? most : unheard);
        all += mass;
        for (auto document : touched) {
            if (score[document] == 0) found.push_back(document);
            score[document] += best[document];
            covered[document] += static_cast<float>(mass);
            best[document] = 0;
        }
        touched.clear();
    }
    std::vector<Hit> hits;
    for (auto document : found) {
        double part = all > 0 ? covered[document] / all : 0;
        hits.push_back({document, score[document] * (0.4 + 0.6 * part), part});
    }
    auto better = [](const Hit& a, const Hit& b) {
        return a.score != b.score ? a.score > b.score : a.document < b.document;
    };
    auto kept = std::min(limit, hits.size());
    std::ranges::partial_sort(hits, hits.begin() + static_cast<std::ptrdiff_t>(kept), better);
    hits.resize(kept);
    return hits;
}

}  // namespace keydesk::text
