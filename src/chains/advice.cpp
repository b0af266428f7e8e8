#include "chains/advice.hpp"
#include "chains/embedded.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <optional>

namespace keydesk::chains {

namespace {

constexpr std::array kActors{
    "sender", "receiver", "exchange", "contract", "issuer", "nobody", "anybody"};

/// The text with its places filled; nothing when one has no value.
std::optional<std::string> filled(std::string_view text, const desk::Values& values)
{
    std::string out;
    while (true) {
        auto open = text.find('{');
        out += text.substr(0, open);
        if (open == text.npos) return out;
        auto close = text.find('}', open);
        if (close == text.npos) return std::nullopt;
        auto value = values.find(std::string{text.substr(open + 1, close - open - 1)});
        if (value == values.end()) return std::nullopt;
        out += value->second;
        text.remove_prefix(close + 1);
    }
}

std::string chosen(const AdviceBook::Part& part, const desk::Values& values)
{
    for (const auto& text : part) {
        if (auto whole = filled(text, values)) return *whole;
    }
    return {};
}

desk::AdviceText text_of(const AdviceBook::Page& page, const desk::Values& values)
{
    return {
        .title = chosen(page.title, values),
        .see = chosen(page.see, values),
        .why = chosen(page.why, values),
        .now = chosen(page.now, values),
        .never = chosen(page.never, values)};
}

AdviceBook::Part read_part(const toml::table& page, std::string_view name)
{
    const auto* node = page.get(name);
    if (!node) return {};
    if (auto one = node->value<std::string>()) return {*one};
    AdviceBook::Part part;
    if (const auto* list = node->as_array()) {
        for (const auto& item : *list) part.push_back(item.value_or(std::string{}));
    }
    return part;
}

/// What is wrong with a page, or nothing. Its last text must stand without values.
std::optional<std::string> fault_of(const AdviceBook::Page& page)
{
    for (const auto* part : {&page.title, &page.see, &page.why, &page.now}) {
        if (part->empty()) return "title, see, why and now must be there";
        if (part->back().contains('{')) return "the last text of each part must have no {place}";
    }
    return std::nullopt;
}

Result<AdviceBook::Page> read_page(const toml::table& cause, std::string_view language)
{
    const auto* table = cause[language].as_table();
    if (!table) return fail(ErrorKind::invalid_input, "no page in " + std::string{language});
    AdviceBook::Page page{
        read_part(*table, "title"),
        read_part(*table, "see"),
        read_part(*table, "why"),
        read_part(*table, "now"),
        read_part(*table, "never")};
    if (auto fault = fault_of(page)) return fail(ErrorKind::invalid_input, *fault);
    return page;
}

Result<AdviceBook::Entry> read_entry(const toml::table& cause)
{
    auto actor = cause["actor"].value_or(std::string{});
    if (std::ranges::find(kActors, actor) == kActors.end()) {
        return fail(ErrorKind::invalid_input, "unknown actor '" + actor + "'");
    }
    auto en = read_page(cause, "en");
    if (!en) return fail(en.error());
    auto zh = read_page(cause, "zh");
    if (!zh) return fail(zh.error());
    return AdviceBook::Entry{std::move(actor), std::move(*en), std::move(*zh)};
}

using Entries = std::map<std::string, AdviceBook::Entry, std::less<>>;

/// Causes are nested tables: [evm.pending.fee_cap] stands in evm, then pending. A cause that is
/// also the beginning of others ([evm.success] and [evm.success.to_contract]) is both.
Result<void> collect(const toml::table& table, const std::string& path, Entries& entries)
{
    if (table.contains("actor")) {
        auto entry = read_entry(table);
        if (!entry) return fail(entry.error().kind, path + ": " + entry.error().what);
        if (!entries.emplace(path, std::move(*entry)).second) {
            return fail(ErrorKind::invalid_input, path + " stands in two files");
        }
    }
    for (const auto& [key, node] : table) {
        bool page = table.contains("actor") && (key == "en" || key == "zh");
        if (page || !node.is_table()) continue;
        auto name = path.empty() ? std::string{key.str()} : path + "." + std::string{key.str()};
        auto read = collect(*node.as_table(), name, entries);
        if (!read) return read;
    }
    return {};
}

}  // namespace

Result<AdviceBook> AdviceBook::open()
{
    return read(embedded_advice());
}

Result<AdviceBook> AdviceBook::read(const std::vector<std::string_view>& files)
{
    AdviceBook book;
    auto& entries = book.entries_.emplace();
    for (auto file : files) {
        try {
            auto read = collect(toml::parse(file), "", entries);
            if (!read) return fail(read.error());
        } catch (const toml::parse_error& error) {
            auto line = std::to_string(error.source().begin.line);
            return fail(ErrorKind::invalid_input, "advice, line " + line + ": " + error.what());
        }
    }
    if (!book.knows("unknown")) return fail(ErrorKind::invalid_input, "no advice for 'unknown'");
    return book;
}

const AdviceBook::Entries& AdviceBook::entries() const
{
    if (!entries_) {
        // A torn book would be our own fault, and a test's to find.
        auto whole = open();
        entries_ = whole ? std::move(whole->entries_) : Entries{};
    }
    return *entries_;
}

desk::Advice AdviceBook::advise(const desk::Cause& cause) const
{
    auto found = entries().find(cause.id);
    const auto& entry = found == entries().end() ? entries().at("unknown") : found->second;
    return {entry.actor, text_of(entry.en, cause.values), text_of(entry.zh, cause.values)};
}

bool AdviceBook::knows(std::string_view cause) const
{
    return entries().contains(cause);
}

std::vector<std::string> AdviceBook::ids() const
{
    std::vector<std::string> ids;
    for (const auto& [id, entry] : entries()) ids.push_back(id);
    return ids;
}

}  // namespace keydesk::chains
