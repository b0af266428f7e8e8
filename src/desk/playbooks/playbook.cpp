#include "desk/playbooks/playbook.hpp"

#include "base/trim.hpp"
#include "guard/guard.hpp"
#include "text/facts.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <optional>

namespace keydesk::desk {

namespace {

constexpr std::array kFacts{
    "transaction",
    "address",
    "amount",
    "time",
    "network",
    "counterparty",
    "error_text",
    "app_version",
    "os",
    "device",
    "url",
    "phone_tail"};
constexpr std::array kTopics{
    "account", "transfers", "assets", "security", "fees", "using", "feedback"};
constexpr std::array kPriorities{"none", "low", "medium", "high", "urgent"};
constexpr std::array kTiers{"bot", "agent", "specialist"};
constexpr std::array kHigherTiers{"agent", "specialist"};
constexpr std::array kChecks{"none", "transaction", "address", "account", "contact", "status"};
constexpr std::array kThen{"done", "wait", "agent", "specialist"};
constexpr std::array kOutcomes{
    "transaction.asking",
    "transaction.not_found",
    "transaction.pending",
    "transaction.included",
    "transaction.final",
    "transaction.failed",
    "transaction.replaced",
    "transaction.dropped",
    "transaction.expired",
    "transaction.unknown",
    "address.active",
    "address.inactive",
    "address.restricted",
    "address.unknown",
    "account.new_device",
    "account.new_place",
    "account.locked",
    "account.limited",
    "account.normal",
    "account.unknown",
    "contact.official",
    "contact.look_alike",
    "contact.unknown",
    "status.incident",
    "status.clear",
    "missing",
    "incident",
    "always"};
constexpr std::array kPlaces{
    "advice", "cannot", "article", "amount", "network", "counterparty", "url", "place"};
constexpr std::size_t kLongestText = 4'000;  // bytes of one answer
constexpr std::size_t kMostParts = 60;

bool holds(const std::vector<std::string>& list, std::string_view word)
{
    return std::ranges::find(list, word) != list.end();
}

template <std::size_t N>
bool among(const std::array<const char*, N>& list, std::string_view word)
{
    return std::ranges::any_of(list, [&](std::string_view one) { return one == word; });
}

/// Collects the first thing that is wrong.
class Reading {
public:
    Reading(const toml::table& table, Judged judged) : table_{table}, judged_{judged} {}

    std::optional<std::string> wrong;

    void fault(std::string what)
    {
        if (!wrong) wrong = std::move(what);
    }

    template <std::size_t N>
    std::string word(const char* name, const std::array<const char*, N>& allowed)
    {
        auto value = table_[name].value_or(std::string{});
        if (!among(allowed, value)) fault(std::string{name} + ": unknown value '" + value + "'");
        return value;
    }

    BothLanguages both(const toml::table* table, const std::string& where)
    {
        BothLanguages out;
        if (table == nullptr) {
            fault(where + " is missing");
            return out;
        }
        out.en = trimmed((*table)["en"].value_or(std::string{}));
        out.zh = trimmed((*table)["zh-CN"].value_or(std::string{}));
        if (out.en.empty()) fault(where + ": the English text is missing");
        if (out.zh.empty()) fault(where + ": the Chinese text (zh-CN) is missing");
        for (const auto* text : {&out.en, &out.zh}) check_text(*text, where);
        return out;
    }

    std::vector<std::string> list(
        const toml::table* table, const char* language, const std::string& where)
    {
        std::vector<std::string> out;
        const auto* items = table != nullptr ? (*table)[language].as_array() : nullptr;
        if (items == nullptr) return out;
        for (const auto& item : *items) {
            std::string text{trimmed(item.value_or(std::string{}))};
            if (text.empty() || text.size() > 500) fault(where + ": an entry is empty or too long");
            check_text(text, where);
            out.push_back(std::move(text));
        }
        if (out.size() > kMostParts) fault(where + ": more than 60 entries");
        return out;
    }

    /// Nothing that is kept or sent may hold a secret or a phone number.
    void check_text(const std::string& text, const std::string& where)
    {
        if (text.size() > kLongestText) fault(where + ": longer than 4000 bytes");
        if (judged_ == Judged::before) return;
        if (!guard::clean(guard::RawText{text}).findings.empty())
            fault(where + ": holds a secret; no playbook may");
        for (const auto& fact : text::facts_of(text)) {
            if (fact.kind == "phone_tail")
                fault(where + ": holds a phone number; customers must not be given one");
        }
    }

private:
    const toml::table& table_;
    Judged judged_;
};

/// Asking is where a desk does the most harm: these words never stand in a question, unless it is
/// said that they are not wanted.
bool asks_for_secret(const std::string& ask)
{
    constexpr std::array kNever{
        "recovery phrase",
        "seed phrase",
        "mnemonic",
        "private key",
        "password",
        "verification code",
        "助记词",
        "私钥",
        "密码",
        "验证码",
        "身份证",
        "银行卡"};
    constexpr std::array kDenied{
        "no ",
        "not ",
        "never",
        "without",
        "不要",
        "不用",
        "请勿",
        "别发",
        "无需",
        "不需要",
        "切勿"};
    bool named = std::ranges::any_of(kNever, [&](const char* w) { return ask.contains(w); });
    bool denied = std::ranges::any_of(kDenied, [&](const char* w) {
        auto lower = ask;
        std::ranges::transform(lower, lower.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        });
        return lower.contains(w);
    });
    return named && !denied;
}

void check_places(
    Reading& reading,
    const Playbook& book,
    const Playbook::Answer& answer,
    const std::string& where)
{
    for (const auto* text : {&answer.text.en, &answer.text.zh}) {
        for (auto at = text->find("{{"); at != std::string::npos; at = text->find("{{", at + 2)) {
            auto end = text->find("}}", at);
            auto name =
                end == std::string::npos ? std::string{} : text->substr(at + 2, end - at - 2);
            if (!among(kPlaces, name)) reading.fault(where + ": unknown place '{{" + name + "}}'");
            bool advised = book.check == "transaction" || book.check == "address";
            if (name == "advice" && !advised)
                reading.fault(where + ": {{advice}} needs check = \"transaction\" or \"address\"");
        }
    }
}

void read_needs(Reading& reading, const toml::table& table, Playbook& book)
{
    const auto* needs = table["need"].as_array();
    for (std::size_t i = 0; needs != nullptr && i < needs->size() && i < kMostParts; ++i) {
        auto where = "need " + std::to_string(i + 1);
        const auto* one = (*needs)[i].as_table();
        if (one == nullptr) return reading.fault(where + " is no table");
        Playbook::Need need;
        need.fact = (*one)["fact"].value_or(std::string{});
        if (!is_fact(need.fact))
            reading.fault(
                where + ": '" + need.fact + "' is no fact that customers may be asked for");
        need.ask = reading.both((*one)["ask"].as_table(), where + ", ask");
        need.why = reading.both((*one)["why"].as_table(), where + ", why");
        if (asks_for_secret(need.ask.en) || asks_for_secret(need.ask.zh))
            reading.fault(where + ": asks for a secret; nobody of ours ever does");
        book.needs.push_back(std::move(need));
    }
}

void read_answers(Reading& reading, const toml::table& table, Playbook& book)
{
    const auto* answers = table["answer"].as_array();
    for (std::size_t i = 0; answers != nullptr && i < answers->size() && i < kMostParts; ++i) {
        auto where = "answer " + std::to_string(i + 1);
        const auto* one = (*answers)[i].as_table();
        if (one == nullptr) return reading.fault(where + " is no table");
        Playbook::Answer answer;
        if (const auto* list = (*one)["when"].as_array()) {
            for (const auto& when : *list) answer.when.push_back(when.value_or(std::string{}));
        }
        if (answer.when.empty()) reading.fault(where + ": `when` is missing");
        for (const auto& when : answer.when) {
            if (!is_outcome(when)) reading.fault(where + ": unknown outcome '" + when + "'");
        }
        answer.then = (*one)["then"].value_or(std::string{});
        if (!among(kThen, answer.then))
            reading.fault(where + ": unknown `then` '" + answer.then + "'");
        answer.text = reading.both(one, where);
        check_places(reading, book, answer, where);
        book.answers.push_back(std::move(answer));
    }
    bool last = !book.answers.empty() && holds(book.answers.back().when, "always");
    if (!last) reading.fault("the last answer must be for \"always\"");
}

bool is_id(std::string_view id)
{
    return !id.empty() && id.size() <= 60 && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

}  // namespace

bool is_fact(std::string_view fact)
{
    return among(kFacts, fact);
}

bool is_outcome(std::string_view outcome)
{
    return among(kOutcomes, outcome) || (outcome.starts_with("cause.") && outcome.size() > 6);
}

Result<Playbook> read_playbook(std::string_view source, Judged judged)
{
    auto parsed = toml::parse_result{};
    try {
        parsed = toml::parse(source);
    } catch (const toml::parse_error& error) {
        auto line = std::to_string(error.source().begin.line);
        return fail(
            ErrorKind::invalid_input, "line " + line + ": " + std::string{error.description()});
    }
    const toml::table& table = parsed;
    Reading reading{table, judged};
    Playbook book;
    book.id = table["id"].value_or(std::string{});
    if (!is_id(book.id)) reading.fault("id: small letters, digits and hyphens are needed");
    book.topic = reading.word("topic", kTopics);
    book.priority = reading.word("priority", kPriorities);
    book.tier = reading.word("tier", kTiers);
    book.escalates_to = reading.word("escalates_to", kHigherTiers);
    book.check = reading.word("check", kChecks);
    book.name = reading.both(table["name"].as_table(), "name");
    book.cannot = reading.both(table["cannot"].as_table(), "cannot");
    const auto* examples = table["examples"].as_table();
    book.examples = {
        reading.list(examples, "en", "examples, en"),
        reading.list(examples, "zh-CN", "examples, zh-CN")};
    if (book.examples.en.empty() || book.examples.zh.empty())
        reading.fault("examples: at least one in each language is needed");
    const auto* signals = table["signals"].as_table();
    book.signals = {
        reading.list(signals, "en", "signals, en"),
        reading.list(signals, "zh-CN", "signals, zh-CN")};
    read_needs(reading, table, book);
    read_answers(reading, table, book);
    if (reading.wrong) return fail(ErrorKind::invalid_input, *reading.wrong);
    return book;
}

}  // namespace keydesk::desk
