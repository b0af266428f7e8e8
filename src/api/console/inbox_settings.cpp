#include "api/console/inbox_settings.hpp"

#include <algorithm>

namespace keydesk::api {

namespace {

using desk::Field;

/// The word for what is wrong with a value; empty when nothing is.
std::string_view problem_of(const Field& field, const std::string& value)
{
    constexpr std::size_t kLine = 4'000, kLines = 20'000;  // bytes
    bool lines = field.kind == Field::Kind::lines;
    if (value.size() > (lines ? kLines : kLine)) return problem::too_long;
    auto control = [lines](char c) {
        auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && !(lines && (c == '\n' || c == '\r' || c == '\t'));
    };
    if (std::ranges::any_of(value, control)) return problem::malformed;
    switch (field.kind) {
        case Field::Kind::text:
        case Field::Kind::secret:
        case Field::Kind::lines:
            return {};
        case Field::Kind::url: {
            bool fits = value.find("://") != value.npos && value.find(' ') == value.npos;
            return fits ? std::string_view{} : problem::malformed;
        }
        case Field::Kind::number: {
            bool digits = std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
            return digits && value.size() <= 15 ? std::string_view{} : problem::malformed;
        }
        case Field::Kind::truth:
            return value == "true" || value == "false" ? std::string_view{} : problem::malformed;
        case Field::Kind::choice: {
            auto known = std::ranges::find(
                field.options, value, [](const auto& option) -> auto& { return option.first; });
            return known == field.options.end() ? problem::not_allowed : std::string_view{};
        }
    }
    return {};
}

}  // namespace

void check_settings(
    Faults& faults,
    const desk::ChannelKind& kind,
    const std::map<std::string, std::string>& sent,
    desk::ChannelSettings& settings)
{
    auto fields = kind.fields();
    for (const auto& [key, value] : sent) {
        auto field = std::ranges::find(fields, key, &Field::key);
        auto wrong = field == fields.end() ? problem::unknown
                     : value.empty()       ? std::string_view{}
                                           : problem_of(*field, value);
        if (!wrong.empty()) {
            faults.push_back({"settings." + key, std::string{wrong}});
        } else if (value.empty()) {
            settings.erase(key);
        } else {
            settings[key] = value;
        }
    }
    for (const auto& field : fields) {
        if (!field.required || !field.initial.empty() || settings.contains(field.key)) continue;
        bool told =
            std::ranges::find(faults, "settings." + field.key, &Fault::field) != faults.end();
        if (!told) faults.push_back({"settings." + field.key, std::string{problem::missing}});
    }
}

std::map<std::string, std::optional<std::string>> sealed_settings(
    const desk::ChannelKind& kind,
    const Sealer& sealer,
    const std::string& inbox,
    const std::map<std::string, std::string>& sent)
{
    std::map<std::string, std::optional<std::string>> out;
    for (const auto& field : kind.fields()) {
        auto found = sent.find(field.key);
        if (found == sent.end()) continue;
        auto& kept = out[field.key];
        if (found->second.empty()) continue;
        kept = field.kind == Field::Kind::secret
                   ? sealer.seal("inbox:" + inbox + ":" + field.key, Secret{found->second})
                   : found->second;
    }
    return out;
}

Refusal wrong_settings(const Error& error)
{
    auto colon = error.what.find(": ");
    if (error.kind != ErrorKind::invalid_input || colon == error.what.npos) return error;
    return wrong_fields(
        {{"settings." + error.what.substr(0, colon), error.what.substr(colon + 2)}});
}

Task<Result<desk::InboxConfig>> config_of(AccountServices& services, std::string inbox)
{
    auto all = co_await services.configs.configs();
    if (!all) co_return fail(all.error());
    auto found = std::ranges::find(*all, inbox, &desk::InboxConfig::id);
    if (found == all->end()) co_return fail(ErrorKind::not_found, "no such inbox");
    co_return std::move(*found);
}

}  // namespace keydesk::api
