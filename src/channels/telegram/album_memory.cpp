#include "channels/telegram/album.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <utility>

namespace keydesk::telegram {

namespace {

json::array write_files(const std::vector<desk::ArrivedFile>& files)
{
    json::array out;
    for (const auto& file : files) {
        out.push_back(json::object{
            {"name", file.name},
            {"type", file.type},
            {"size", file.size},
            {"source", file.source}});
    }
    return out;
}

std::vector<desk::ArrivedFile> read_files(const json::value& from)
{
    std::vector<desk::ArrivedFile> out;
    const auto* files = list_at(from, "/files");
    if (files == nullptr) return out;
    for (const auto& file : *files) {
        out.push_back(
            {.name = text_at(file, "/name"),
             .type = text_at(file, "/type"),
             .size = number_at(file, "/size").value_or(0),
             .bytes = {},
             .source = text_at(file, "/source")});
    }
    return out;
}

json::object write_arrival(const desk::Arrival& arrival)
{
    json::object out{
        {"id", arrival.external_id},
        {"person",
         {{"id", arrival.person.external_id},
          {"name", arrival.person.name},
          {"handle", arrival.person.handle},
          {"locale", arrival.person.locale}}},
        {"place",
         {{"key", arrival.place.key},
          {"address", arrival.place.address},
          {"public", arrival.place.is_public},
          {"title", arrival.place.title}}},
        {"text", arrival.text.reveal()},
        {"files", write_files(arrival.files)},
        {"at", millis(arrival.sent_at)},
        {"answers", arrival.answers},
        {"warnings", json::array(arrival.warnings.begin(), arrival.warnings.end())}};
    if (arrival.quoted) out["quoted"] = arrival.quoted->reveal();
    return out;
}

desk::Arrival read_arrival(const json::value& from)
{
    desk::Arrival out{
        .external_id = text_at(from, "/id"),
        .person =
            {.external_id = text_at(from, "/person/id"),
             .name = text_at(from, "/person/name"),
             .handle = text_at(from, "/person/handle"),
             .locale = text_at(from, "/person/locale")},
        .place =
            {.key = text_at(from, "/place/key"),
             .address = text_at(from, "/place/address"),
             .is_public = truth_at(from, "/place/public"),
             .title = text_at(from, "/place/title")},
        .text = guard::RawText{text_at(from, "/text")},
        .files = read_files(from),
        .sent_at = from_millis(number_at(from, "/at").value_or(0)),
        .answers = text_at(from, "/answers")};
    if (const auto* warnings = list_at(from, "/warnings")) {
        for (const auto& one : *warnings) out.warnings.push_back(text_at(one, ""));
    }
    if (auto quoted = text_at(from, "/quoted"); !quoted.empty()) {
        out.quoted = guard::RawText{std::move(quoted)};
    }
    return out;
}

}  // namespace

std::string write_album(const Album& album)
{
    return json::serialize(json::object{
        {"chat", album.chat},
        {"group", album.group},
        {"parts", json::array(album.parts.begin(), album.parts.end())},
        {"open", album.open},
        {"due", millis(album.due)},
        {"arrival", write_arrival(album.arrival)}});
}

std::optional<Album> read_album(std::string_view text)
{
    boost::system::error_code broken;
    auto value = json::parse(text, broken);
    if (broken || !value.is_object()) return std::nullopt;
    Album out{
        .chat = number_at(value, "/chat").value_or(0),
        .group = text_at(value, "/group"),
        .open = truth_at(value, "/open"),
        .due = from_millis(number_at(value, "/due").value_or(0))};
    if (const auto* parts = list_at(value, "/parts")) {
        for (const auto& one : *parts) out.parts.push_back(number_at(one, "").value_or(0));
    }
    const auto* arrival = value_at(value, "/arrival");
    if (out.chat == 0 || out.parts.empty() || arrival == nullptr) return std::nullopt;
    out.arrival = read_arrival(*arrival);
    return out;
}

}  // namespace keydesk::telegram
